import { Button, Divider, Stack } from '@mantine/core';
import { IconDeviceMobileOff, IconLink, IconLogout } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, body } from '../../../api/client.js';
import type { User } from '../../../api/types.js';
import { CopyValue } from '../../../components/copy.js';
import { notifyDone, notifyProblem } from '../../../shell/notify.js';

/** What an admin does for somebody who is locked out or has lost a device. */
export function UserHelp({ user }: { user: User }) {
  const { t } = useTranslation('people');
  const path = { params: { path: { id: user.id } } };
  const link = useMutation({
    mutationFn: async () => {
      const { url, token } = await body(api.POST('/api/users/{id}/password-reset-link', path));
      return url ?? `${window.location.origin}/reset-password?token=${encodeURIComponent(token)}`;
    },
    onError: notifyProblem,
  });
  const end = useMutation({ mutationFn: () => api.DELETE('/api/users/{id}/sessions', path), onSuccess: () => notifyDone(t('help.ended')), onError: notifyProblem });
  const factor = useMutation({ mutationFn: () => api.DELETE('/api/users/{id}/second-factor', path), onSuccess: () => notifyDone(t('help.factorOff')), onError: notifyProblem });
  return (
    <Stack gap="xs">
      <Divider label={t('help.title')} labelPosition="left" />
      <Button variant="default" leftSection={<IconLink size={18} aria-hidden />} loading={link.isPending} onClick={() => link.mutate()}>
        {t('help.link')}
      </Button>
      {link.data !== undefined && <CopyValue value={link.data} name={t('help.linkName')} />}
      <Button variant="default" leftSection={<IconLogout size={18} aria-hidden />} loading={end.isPending} onClick={() => end.mutate()}>
        {t('help.end')}
      </Button>
      <Button variant="default" leftSection={<IconDeviceMobileOff size={18} aria-hidden />} loading={factor.isPending} onClick={() => factor.mutate()}>
        {t('help.factor')}
      </Button>
    </Stack>
  );
}
