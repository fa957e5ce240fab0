import type { ErrorComponentProps } from '@tanstack/react-router';
import { toProblem } from '../api/problem';
import { texts } from '../texts';
import styles from './notices.module.css';
import { ProblemNotice } from './problem-notice';

/** A mistake of the page itself, or a part of it that could not be loaded after an update. */
export function PageFailed({ error, reset }: ErrorComponentProps) {
  const isStale = /dynamically imported module|Importing a module/.test(toProblem(error).detail);
  return (
    <div className={styles.failed}>
      <ProblemNotice error={error} kept={texts.problems.page.kept} onRetry={isStale ? () => location.reload() : reset} />
    </div>
  );
}
