import { Button, CopyButton } from '@mantine/core';
import { ButtonLink } from '../notices/button-link';
import { EmptyNotice } from '../notices/empty-notice';
import { texts } from '../texts';
import styles from './live-empty.module.css';

/** How the first frame gets here. */
export function LiveEmpty() {
  const command = [
    `curl -X PUT '${location.origin}/v1/cameras/cam-1' \\`,
    `  -H 'Authorization: Bearer YOUR-KEY' \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  -d '{"site":"plant","line":"l1","station":"aoi","recipe":"pcb"}'`,
    `curl '${location.origin}/v1/frames?camera=cam-1&part=SN-1' \\`,
    `  -H 'Authorization: Bearer YOUR-KEY' -H 'Prefer: wait=10' \\`,
    `  -H 'Content-Type: image/jpeg' --data-binary @board.jpg`,
  ].join('\n');
  return (
    <EmptyNotice
      title={texts.live.empty.title}
      actions={
        <>
          <ButtonLink to="/upload" size="md">
            {texts.live.empty.upload}
          </ButtonLink>
          <CopyButton value={command}>
            {({ copied, copy }) => (
              <Button variant="default" size="md" onClick={copy}>
                {copied ? texts.actions.copied : texts.live.empty.copy}
              </Button>
            )}
          </CopyButton>
        </>
      }
    >
      <p>{texts.live.empty.detail}</p>
      <pre className={styles.command} tabIndex={0}>
        {command}
      </pre>
    </EmptyNotice>
  );
}
