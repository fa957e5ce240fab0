import { useDisclosure } from '@mantine/hooks';
import { Outlet, useNavigate, useSearch } from '@tanstack/react-router';
import { StreamProvider, useConnection } from '../stream/stream.context';
import { texts } from '../texts';
import { DropAnywhere } from '../upload/drop-anywhere';
import { ConnectionState } from './connection';
import { HelpDialog } from './help-dialog';
import { useKeys } from './keys';
import { Rail } from './rail';
import styles from './shell.module.css';

function KioskConnection() {
  return useConnection() === 'reconnecting' ? (
    <div className={styles.kioskConnection}>
      <ConnectionState />
    </div>
  ) : null;
}

/** What surrounds every page; `?kiosk` leaves only the page, for a screen on the wall. */
export function Shell() {
  const kiosk = useSearch({ strict: false, select: (search) => search.kiosk !== undefined });
  const navigate = useNavigate();
  const [helpOpened, help] = useDisclosure(false);
  useKeys({
    '?': help.open,
    'g l': () => void navigate({ to: '/' }),
    'g i': () => void navigate({ to: '/inspections' }),
    'g u': () => void navigate({ to: '/upload' }),
  });
  return (
    <StreamProvider>
      <div className={kiosk ? `${styles.shell} ${styles.kiosk}` : styles.shell}>
        {kiosk ? (
          <KioskConnection />
        ) : (
          <>
            <a className={styles.skip} href="#main">
              {texts.places.skip}
            </a>
            <Rail onHelp={help.open} />
          </>
        )}
        <main id="main" className={styles.main} tabIndex={-1}>
          <Outlet />
        </main>
      </div>
      <HelpDialog opened={helpOpened} onClose={help.close} />
      <DropAnywhere />
    </StreamProvider>
  );
}
