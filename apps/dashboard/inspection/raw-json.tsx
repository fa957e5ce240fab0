import { Button, CopyButton } from '@mantine/core';
import type { Inspection } from '@sightline/contracts';
import { texts } from '../texts';
import styles from './inspection.module.css';

export function RawJson({ inspection }: { inspection: Inspection }) {
  const json = JSON.stringify(inspection, null, 2);
  return (
    <details className={styles.raw}>
      <summary>{texts.inspection.raw}</summary>
      <CopyButton value={json}>
        {({ copied, copy }) => (
          <Button variant="default" h={44} onClick={copy}>
            {copied ? texts.actions.copied : texts.actions.copy}
          </Button>
        )}
      </CopyButton>
      <pre tabIndex={0}>{json}</pre>
    </details>
  );
}
