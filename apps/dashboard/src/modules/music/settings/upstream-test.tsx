import { Box, Button } from '@mantine/core';
import { IconPlugConnected } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, body } from '../../../api/client.js';
import { Problem } from '../../../components/states.js';
import type { Setting } from '../api.js';
import { UpstreamFacts } from '../overview/upstream-panel.js';
import { startText } from './changes.js';
import type { SettingsForm } from './use-settings-form.js';

/** Tries the address and account as they stand in the form, before they are stored. */
export function UpstreamTest({ settings, form }: { settings: readonly Setting[]; form: SettingsForm }) {
  const { t } = useTranslation('music');
  const typed = (env: string) => {
    const setting = settings.find((one) => one.env === env);
    const value = form.draft[env] ?? (setting === undefined ? '' : startText(setting));
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
  };
  const test = useMutation({
    mutationFn: () => {
      const [url, user, password] = ['SUBSONIC_URL', 'SUBSONIC_SCAN_USER', 'SUBSONIC_SCAN_PASSWORD'].map(typed);
      return body(api.POST('/api/admin/upstream/test', { body: { ...(url === undefined ? {} : { url }), ...(user === undefined ? {} : { user }), ...(password === undefined ? {} : { password }) } }));
    },
  });
  return (
    <Box>
      <Button variant="default" leftSection={<IconPlugConnected size={18} aria-hidden />} loading={test.isPending} onClick={() => test.mutate()}>
        {t('upstream.test')}
      </Button>
      <Box mt="sm" aria-live="polite">
        {test.isError && <Problem error={test.error} compact />}
        {test.data !== undefined && <UpstreamFacts upstream={test.data} />}
      </Box>
    </Box>
  );
}
