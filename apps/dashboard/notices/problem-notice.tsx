import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { toProblem } from '../api/problem';
import { texts } from '../texts';
import styles from './notices.module.css';

interface ProblemNoticeProps {
  error: unknown;
  /** What is still there, in words. */
  kept?: string;
  onRetry?: () => void;
}

/** What happened, what was kept and what to do. */
export function ProblemNotice({ error, kept, onRetry }: ProblemNoticeProps) {
  const { title, detail, requestId, issues } = toProblem(error);
  return (
    <div role="alert" className={styles.problem}>
      <IconAlertTriangle size={22} aria-hidden="true" />
      <div className={styles.words}>
        <strong>{title}</strong>
        <span>{detail}</span>
        {issues?.map(({ path, message }) => (
          <span key={path}>
            <code>{path}</code> {message}
          </span>
        ))}
        {kept ? <span className={styles.kept}>{kept}</span> : null}
        {requestId ? <span className={styles.request}>{texts.problems.request(requestId)}</span> : null}
      </div>
      {onRetry ? (
        <Button variant="default" h={44} onClick={onRetry}>
          {texts.actions.retry}
        </Button>
      ) : null}
    </div>
  );
}
