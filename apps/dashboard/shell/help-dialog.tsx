import { Kbd, Modal } from '@mantine/core';
import { texts } from '../texts';
import styles from './help-dialog.module.css';

/** Every key of the page, by the place where it works. */
export function HelpDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={texts.help.title}
      size="lg"
      closeButtonProps={{ 'aria-label': texts.actions.close, size: 'lg' }}
    >
      <div className={styles.groups}>
        {texts.help.groups.map(({ title, keys }) => (
          <section key={title}>
            <h3 className={styles.title}>{title}</h3>
            <dl className={styles.keys}>
              {keys.map(([combination, what]) => (
                <div key={combination} className={styles.row}>
                  <dt>
                    {combination.split(' ').map((key) => (
                      <Kbd key={key}>{key}</Kbd>
                    ))}
                  </dt>
                  <dd>{what}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
