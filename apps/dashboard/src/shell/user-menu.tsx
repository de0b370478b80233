import { ActionIcon, Menu, Text } from '@mantine/core';
import { IconDeviceDesktop, IconKeyboard, IconLogout, IconMoon, IconSun, IconUserCircle } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { signOut, useMe } from '../api/session.js';
import { Face } from '../components/face.js';
import { live } from '../live/socket.js';
import { notifyProblem } from './notify.js';
import { useSchemeCycle } from './color-scheme.js';
import { openShortcuts } from './shortcuts.js';

const schemeIcons = { auto: IconDeviceDesktop, light: IconSun, dark: IconMoon } as const;

/** Signs out and leaves every trace of the session behind. */
export function useSignOut() {
  const client = useQueryClient();
  const router = useRouter();
  return useMutation({
    mutationFn: () => signOut(client),
    onSuccess: async (elsewhere) => {
      live.close();
      if (elsewhere !== null) window.location.assign(elsewhere);
      else await router.navigate({ to: '/sign-in' });
    },
    onError: notifyProblem,
  });
}

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
