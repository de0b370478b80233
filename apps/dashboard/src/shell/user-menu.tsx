import { ActionIcon, Menu, Text } from '@mantine/core';
import { IconDeviceDesktop, IconKeyboard, IconLogout, IconMoon, IconSun, IconUserCircle } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMe } from '../api/session.js';
import { Face } from '../components/face.js';
import { useSchemeCycle } from './color-scheme.js';
import { openShortcuts } from './shortcuts.js';
import { useSignOut } from './sign-out.js';

const schemeIcons = { auto: IconDeviceDesktop, light: IconSun, dark: IconMoon } as const;

/** Who is signed in, the look of the page, help, the way out. */
export function UserMenu() {
  const { t } = useTranslation();
  const me = useMe();
  const { scheme, next } = useSchemeCycle();
  const leave = useSignOut();
  const SchemeIcon = schemeIcons[scheme];
  return (
    <Menu position="bottom-end" width={240} shadow="md">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={44} radius="xl" aria-label={t('user.menu', { name: me.username })}>
          <Face name={me.username} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text size="sm" fw={600} c="var(--mantine-color-text)" translate="no" truncate>
            {me.username}
          </Text>
          <Text size="xs">{t(`role.${me.role}`)}</Text>
        </Menu.Label>
        <Menu.Item component={Link} to="/profile" leftSection={<IconUserCircle size={18} aria-hidden />}>
          {t('user.profile')}
        </Menu.Item>
        <Menu.Item closeMenuOnClick={false} onClick={next} leftSection={<SchemeIcon size={18} aria-hidden />}>
          {t('user.scheme', { scheme: t(`scheme.${scheme}`) })}
        </Menu.Item>
        <Menu.Item onClick={openShortcuts} leftSection={<IconKeyboard size={18} aria-hidden />}>
          {t('shortcuts.title')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item onClick={() => leave.mutate()} leftSection={<IconLogout size={18} aria-hidden />}>
          {t('user.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
