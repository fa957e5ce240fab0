import { Menu, useMantineColorScheme } from '@mantine/core';
import { IconCheck, IconDeviceDesktop, IconMoon, IconSun } from '@tabler/icons-react';
import { texts } from '../texts';
import styles from './rail.module.css';

const schemes = [
  ['auto', IconDeviceDesktop],
  ['light', IconSun],
  ['dark', IconMoon],
] as const;

export function ColorSchemeSwitch() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const Icon = schemes.find(([scheme]) => scheme === colorScheme)?.[1] ?? IconDeviceDesktop;
  return (
    <Menu position="right-end" width={200}>
      <Menu.Target>
        <button type="button" className={styles.entry}>
          <Icon size={20} aria-hidden="true" />
          {texts.schemes.title}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {schemes.map(([scheme, SchemeIcon]) => (
          <Menu.Item
            key={scheme}
            mih={44}
            leftSection={<SchemeIcon size={18} />}
            rightSection={scheme === colorScheme ? <IconCheck size={16} aria-label={texts.schemes.chosen} /> : null}
            onClick={() => setColorScheme(scheme)}
          >
            {texts.schemes[scheme]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
