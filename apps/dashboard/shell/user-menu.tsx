import { Menu } from '@mantine/core';
import { IconLogout, IconUser } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api } from '../api/api';
import { usePrincipal } from '../session/session.queries';
import { texts } from '../texts';
import styles from './rail.module.css';

/** Who is logged in, and the way out. */
export function UserMenu() {
  const principal = usePrincipal();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const logOut = async () => {
    await api.logOut().catch(() => undefined);
    await navigate({ to: '/login' });
    queries.clear();
  };
  const name = principal?.name ?? '';
  return (
    <Menu position="right-end" width={260}>
      <Menu.Target>
        <button type="button" className={styles.entry} aria-label={texts.session.menu(name)}>
          <IconUser size={20} aria-hidden="true" />
          <span className={styles.name}>{name || '\u00a0'}</span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{principal ? texts.session.as(principal.name, texts.roles[principal.role]) : texts.session.unknown}</Menu.Label>
        <Menu.Item mih={44} leftSection={<IconLogout size={18} />} onClick={() => void logOut()}>
          {texts.session.logOut}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
