import { Button } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { IconPhotoPlus } from '@tabler/icons-react';
import { useRef } from 'react';
import { EmptyNotice } from '../notices/empty-notice';
import { canUpload, usePrincipal } from '../session/session.queries';
import { texts } from '../texts';
import { CameraChoice } from './camera-choice';
import { UploadRow } from './upload-row';
import styles from './upload.module.css';
import { uploadQueue } from './upload-queue';
import { useUploads } from './use-uploads';

/** What the server reads. */
const accepted = 'image/jpeg,image/png,image/webp,image/tiff,image/bmp';

export function UploadPage() {
  const input = useRef<HTMLInputElement>(null);
  const uploads = useUploads();
  const principal = usePrincipal();
  useDocumentTitle(texts.titles.upload);
  if (principal && !canUpload(principal.role)) {
    return (
      <EmptyNotice title={texts.upload.notAllowed.title}>
        <p>{texts.upload.notAllowed.detail}</p>
      </EmptyNotice>
    );
  }
  const isDone = uploads.some(({ state }) => state === 'judged' || state === 'failed');
  return (
    <div className={styles.page}>
      <h1 className={styles.title}>{texts.places.upload}</h1>
      <CameraChoice />
      <button type="button" className={styles.drop} onClick={() => input.current?.click()}>
        <IconPhotoPlus size={40} stroke={1.5} aria-hidden="true" />
        <strong>{texts.upload.choose}</strong>
        <span>{texts.upload.kinds}</span>
      </button>
      <input
        ref={input}
        type="file"
        accept={accepted}
        multiple
        hidden
        aria-label={texts.upload.choose}
        onChange={(event) => {
          uploadQueue.add([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = '';
        }}
      />
      {uploads.length > 0 ? (
        <section aria-label={texts.upload.results} aria-live="polite">
          <div className={styles.resultsHead}>
            <h2 className={styles.heading}>{texts.upload.results}</h2>
            <Button variant="default" h={44} disabled={!isDone} onClick={() => uploadQueue.clear()}>
              {texts.upload.clear}
            </Button>
          </div>
          <ul className={styles.results}>
            {uploads.map((upload) => (
              <UploadRow key={upload.id} upload={upload} />
            ))}
          </ul>
        </section>
      ) : null}
    </div>
  );
}
