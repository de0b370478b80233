import { SimpleGrid, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../../components/page.js';
import { QueryView } from '../../../components/states.js';
import { settingsQuery, type Setting } from '../api.js';
import { MusicPage } from '../parts/music-page.js';
import { SettingField } from './setting-field.js';
import { SettingsFoot } from './settings-foot.js';
import { UpstreamTest } from './upstream-test.js';
import { useSettingsForm } from './use-settings-form.js';

/** Providers have a page of their own; what chooses among them stands with the search. */
const GROUPS = ['upstream', 'search', 'downloads', 'cache'] as const;

/** Everything about the proxy that can be changed while it runs. */
export function SettingsPage() {
  const query = useQuery(settingsQuery);
  return (
    <MusicPage tab="settings">
      <QueryView query={query}>{({ settings }) => GROUPS.map((group) => <GroupForm key={group} group={group} settings={settings.filter((setting) => setting.group === group)} />)}</QueryView>
    </MusicPage>
  );
}

function GroupForm({ group, settings }: { group: (typeof GROUPS)[number]; settings: Setting[] }) {
  const { t } = useTranslation('music');
  const form = useSettingsForm(settings);
  return (
    <Panel title={t(`settings.group.${group}`)}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          form.save();
        }}
      >
        <Stack>
          <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
            {settings.map((setting) => (
              <SettingField key={setting.env} setting={setting} form={form} />
            ))}
          </SimpleGrid>
          {group === 'upstream' && <UpstreamTest settings={settings} form={form} />}
          <SettingsFoot form={form} />
        </Stack>
      </form>
    </Panel>
  );
}
