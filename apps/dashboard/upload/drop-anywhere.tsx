import { IconUpload } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { canUpload, usePrincipal } from '../session/session.queries';
import { texts } from '../texts';
import styles from './drop-anywhere.module.css';
import { uploadQueue } from './upload-queue';

const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true;

/** Takes files dropped on any page to the upload. */
export function DropAnywhere() {
  const [isOver, setOver] = useState(false);
  const navigate = useNavigate();
  const allowed = canUpload(usePrincipal()?.role);
  useEffect(() => {
    if (!allowed) return;
    const over = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(false);
      uploadQueue.add([...(event.dataTransfer?.files ?? [])]);
      void navigate({ to: '/upload' });
    };
    document.addEventListener('dragover', over);
    document.addEventListener('dragleave', leave);
    document.addEventListener('drop', drop);
    return () => {
      document.removeEventListener('dragover', over);
      document.removeEventListener('dragleave', leave);
      document.removeEventListener('drop', drop);
    };
  }, [allowed, navigate]);
  return isOver ? (
    <div className={styles.cover}>
      <div className={styles.target}>
        <IconUpload size={56} aria-hidden="true" />
        {texts.upload.dropHere}
      </div>
    </div>
  ) : null;
}
