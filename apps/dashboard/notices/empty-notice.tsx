import type { ReactNode } from 'react';
import styles from './notices.module.css';

/** An empty list says what would fill it, and how. */
export function EmptyNotice({ title, children, actions }: { title: string; children?: ReactNode; actions?: ReactNode }) {
  return (
    <div className={styles.empty}>
      <h2>{title}</h2>
      {children}
      {actions ? <div className={styles.actions}>{actions}</div> : null}
    </div>
  );
}
