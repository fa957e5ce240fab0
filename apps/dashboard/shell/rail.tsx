import { IconActivity, IconKeyboard, IconListSearch, IconUpload } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { texts } from '../texts';
import { ColorSchemeSwitch } from './color-scheme-switch';
import { ConnectionState } from './connection';
import styles from './rail.module.css';
import { UserMenu } from './user-menu';

const places = [
  { to: '/', text: texts.places.live, Icon: IconActivity, exact: true },
  { to: '/inspections', text: texts.places.inspections, Icon: IconListSearch, exact: false },
  { to: '/upload', text: texts.places.upload, Icon: IconUpload, exact: true },
] as const;

export function Rail({ onHelp }: { onHelp: () => void }) {
  return (
    <header className={styles.rail}>
      <div className={styles.mark}>
        <img src="/favicon.svg" width={36} height={36} alt="Sightline" />
      </div>
      <nav aria-label={texts.places.navigation}>
        {places.map(({ to, text, Icon, exact }) => (
          <Link key={to} to={to} className={styles.entry} activeOptions={{ exact, includeSearch: false }}>
            <Icon size={22} aria-hidden="true" />
            {text}
          </Link>
        ))}
      </nav>
      <div className={styles.space} />
      <div className={styles.foot}>
        <ConnectionState />
        <button type="button" className={styles.entry} onClick={onHelp} aria-keyshortcuts="?">
          <IconKeyboard size={20} aria-hidden="true" />
          {texts.help.short}
        </button>
        <ColorSchemeSwitch />
        <UserMenu />
      </div>
    </header>
  );
}
