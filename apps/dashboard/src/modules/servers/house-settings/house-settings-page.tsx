import { Badge, SimpleGrid, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../../../api/problem.js';
import { Panel } from '../../../components/page.js';
import { Problem, QueryView } from '../../../components/states.js';
import { useChange } from '../api/data.js';
import { HousePage } from '../house/house-page.js';
import { SaveBar } from '../parts/save-bar.js';
import { changeSettings, HOUSE_SETTINGS_KEY, houseSettingsQuery } from './api.js';
import { changeOf, faultsByName, textOf, type SettingsDraft } from './draft.js';
import { COUNTS, FOLDERS, type SettingName, type SettingsChange, type SettingsView } from './names.js';
import { SettingField } from './setting-field.js';

/** What of the server manager can be changed while it runs: how long records stay, where programs and folders lie. */
export function HouseSettingsPage() {
  const { t } = useTranslation('servers');
  const query = useQuery(houseSettingsQuery);
  return (
    <HousePage tab="settings" title={t('houseSettings.title')} lead={t('houseSettings.lead')}>
      <QueryView query={query}>{(view) => <Form view={view} />}</QueryView>
    </HousePage>
  );
}

function Form({ view }: { view: SettingsView }) {
  const { t } = useTranslation('servers');
  const client = useQueryClient();
  const [draft, setDraft] = useState<SettingsDraft>({});
  const [problem, setProblem] = useState<unknown>(null);
  const faults = problem instanceof ApiProblem ? faultsByName(problem.fields, (line, fault) => t('houseSettings.inLine', { line, fault })) : {};
  const change = changeOf(draft, view);
  const save = useChange({
    run: (wanted: SettingsChange) => changeSettings(wanted),
    renews: [],
    done: t('houseSettings.saved'),
    onDone: (changed, wanted) => {
      client.setQueryData(HOUSE_SETTINGS_KEY, changed);
      setDraft((before) => Object.fromEntries(Object.entries(before).filter(([name]) => !(name in wanted))));
      setProblem(null);
    },
    onProblem: setProblem,
  });
  const fields = (names: readonly SettingName[]) =>
    names.map((name) => (
      <SettingField
        key={name}
        name={name}
        setting={view.settings[name]}
        text={draft[name] ?? textOf(view.settings[name].value)}
        fault={faults[name]}
        busy={save.isPending}
        onChange={(text) => setDraft({ ...draft, [name]: text })}
        onReset={() => save.mutate({ [name]: null })}
      />
    ));
  return (
    <Stack gap="lg" maw={960}>
      {problem !== null && Object.keys(faults).length === 0 && <Problem error={problem} />}
      <Panel title={t('houseSettings.records')} aside={<Badge variant="default" tt="none">{t('houseSettings.allHosts')}</Badge>}>
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="lg">
          {fields(COUNTS)}
        </SimpleGrid>
      </Panel>
      <Panel title={t('houseSettings.places')} aside={<Badge variant="default" tt="none">{t('houseSettings.thisHost', { host: view.host_name })}</Badge>}>
        <Stack>
          <Text size="sm" c="dimmed">
            {t('houseSettings.placesText')}
          </Text>
          {fields(['steamcmd_path', ...FOLDERS])}
        </Stack>
      </Panel>
      <SaveBar
        shown={change !== undefined}
        text={t('houseSettings.unsaved')}
        busy={save.isPending}
        onUndo={() => {
          setDraft({});
          setProblem(null);
        }}
        onSave={() => change !== undefined && save.mutate(change)}
      />
    </Stack>
  );
}
