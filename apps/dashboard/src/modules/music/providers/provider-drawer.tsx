import { Drawer, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { QueryView } from '../../../components/states.js';
import { settingsQuery, type Provider, type Setting } from '../api.js';
import { SettingField } from '../settings/setting-field.js';
import { SettingsFoot } from '../settings/settings-foot.js';
import { useSettingsForm } from '../settings/use-settings-form.js';

/** Settings of one provider. Credentials can be written here, never read. */
export function ProviderDrawer({ provider, onClose }: { provider: Provider | null; onClose: () => void }) {
  const { t } = useTranslation(['music', 'common']);
  const query = useQuery({ ...settingsQuery, enabled: provider !== null });
  return (
    <Drawer opened={provider !== null} onClose={onClose} position="right" title={provider?.label ?? ''} closeButtonProps={{ 'aria-label': t('common:action.close') }}>
      {provider !== null && (
        <QueryView query={query}>{({ settings }) => <ProviderForm key={provider.name} provider={provider} settings={settings.filter(({ env }) => provider.settings.includes(env))} onClose={onClose} />}</QueryView>
      )}
    </Drawer>
  );
}

function ProviderForm({ provider, settings, onClose }: { provider: Provider; settings: Setting[]; onClose: () => void }) {
  const { t } = useTranslation('music');
  const form = useSettingsForm(settings, onClose);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        form.save();
      }}
    >
      <Stack>
        <Text size="sm" c="dimmed">
          {t(`providers.about.${provider.name as 'deezer'}`)}
        </Text>
        {settings.map((setting) => (
          <SettingField key={setting.env} setting={setting} form={form} />
        ))}
        <SettingsFoot form={form} />
      </Stack>
    </form>
  );
}
