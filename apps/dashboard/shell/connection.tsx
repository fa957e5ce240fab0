import { Tooltip } from '@mantine/core';
import { useConnection } from '../stream/stream.context';
import { texts } from '../texts';
import styles from './rail.module.css';

/** Whether what is shown is current; mended by itself, without a reload. */
export function ConnectionState() {
  const connection = useConnection();
  const { word, detail } = texts.connection[connection];
  return (
    <Tooltip label={detail} position="right" multiline w={260}>
      <div className={styles.connection} data-connection={connection} role="status" tabIndex={0}>
        <span className={styles.pulse} aria-hidden="true" />
        {word}
      </div>
    </Tooltip>
  );
}
