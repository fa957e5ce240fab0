import type { Inspection } from '@sightline/contracts';
import { useEffect, useState } from 'react';
import { formatBytes, formatMs } from '../format/numbers';
import { ButtonLink } from '../notices/button-link';
import { ProblemNotice } from '../notices/problem-notice';
import { texts } from '../texts';
import { outcomeOf } from '../verdict/verdict-shape';
import { VerdictWord } from '../verdict/verdict-word';
import { Thumbnail } from '../viewer/boxed-image';
import { uploadQueue, type Upload } from './upload-queue';
import styles from './upload.module.css';

const reasonsShown = 3;

function reasonsOf({ reasons, verdict }: Inspection): string {
  if (reasons.length === 0) return texts.verdicts[outcomeOf(verdict)].why;
  const more = reasons.length - reasonsShown;
  return [...reasons.slice(0, reasonsShown), ...(more > 0 ? [texts.live.moreReasons(more)] : [])].join(', ');
}

/** The file itself, shown while the server has not answered. */
function useLocalImage(file: File): string | undefined {
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(file);
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  return address;
}

function Answer({ upload: { id, state, progress, inspection, error } }: { upload: Upload }) {
  if (state === 'failed') return <ProblemNotice error={error} onRetry={() => uploadQueue.retry(id)} />;
  if (!inspection) {
    return (
      <div className={styles.progress}>
        <span>{texts.upload.states[state]}</span>
        <progress value={state === 'judging' ? undefined : progress} max={1} aria-label={texts.upload.states[state]} />
      </div>
    );
  }
  return (
    <div className={styles.answer}>
      <VerdictWord verdict={inspection.verdict} size={32} />
      <span className={styles.reasons}>{reasonsOf(inspection)}</span>
      <span className={styles.facts}>
        {texts.upload.facts(inspection.defects.length, inspection.latencyMs ? formatMs(inspection.latencyMs.total) : null)}
      </span>
    </div>
  );
}

export function UploadRow({ upload }: { upload: Upload }) {
  const { file, inspection } = upload;
  const local = useLocalImage(file);
  const hasNoLocal = /tiff?$/i.test(file.name);
  return (
    <li className={styles.row}>
      <div className={styles.image}>
        {inspection ? (
          <Thumbnail inspection={inspection} width={320} />
        ) : local && !hasNoLocal ? (
          <img src={local} alt="" onError={(event) => (event.currentTarget.hidden = true)} />
        ) : null}
      </div>
      <div className={styles.file}>
        <strong title={file.name}>{file.name}</strong>
        <span>{formatBytes(file.size)}</span>
      </div>
      <Answer upload={upload} />
      {inspection ? (
        <ButtonLink to="/inspections/$id" params={{ id: inspection.id }} variant="default" h={44}>
          {texts.upload.open}
        </ButtonLink>
      ) : null}
    </li>
  );
}
