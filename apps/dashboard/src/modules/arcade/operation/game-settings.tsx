import { Group, Select, Stack } from '@mantine/core';
import { IconAdjustments } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Empty, QueryView } from '../../../components/states.js';
import { seriesQuery, type Series } from '../api.js';
import { settingsQuery } from './api.js';
import { SettingsForm } from './settings-form.js';

const hasSettings = (series: Series) => series.versions.some(({ settings }) => settings > 0);

/** The settings that a game declares, for an arcade or (null) for machines that stand in none. */
export function GameSettings({ arcade }: { arcade: number | null }) {
  const { t } = useTranslation('arcade');
  const query = useQuery(seriesQuery);
  return (
    <QueryView query={query} isEmpty={(all) => !all.some(hasSettings)} empty={<Empty icon={IconAdjustments} title={t('settings.none')} />}>
      {(all) => <Chooser arcade={arcade} all={all.filter(hasSettings)} />}
    </QueryView>
  );
}

function Chooser({ arcade, all }: { arcade: number | null; all: Series[] }) {
  const { t } = useTranslation('arcade');
  const [name, setName] = useState(all[0]?.series ?? '');
  const [wanted, setWanted] = useState<number | null>(null);
  const versions = all.find((one) => one.series === name)?.versions.filter(({ settings }) => settings > 0).toReversed() ?? [];
  const version = versions.find((one) => one.version === wanted) ?? versions[0];
  return (
    <Stack gap="lg">
      <Group align="flex-end">
        <Select
          label={t('settings.series')}
          allowDeselect={false}
          data={all.map((one) => ({ value: one.series, label: one.title }))}
          value={name}
          onChange={(value) => {
            setName(value ?? name);
            setWanted(null);
          }}
          translate="no"
        />
        <Select label={t('series.version')} allowDeselect={false} data={versions.map((one) => ({ value: String(one.version), label: one.name }))} value={String(version?.version)} onChange={(value) => setWanted(Number(value))} translate="no" />
      </Group>
      {version !== undefined && <Loaded key={`${name}${version.version}`} arcade={arcade} series={name} version={version.version} />}
    </Stack>
  );
}

function Loaded({ arcade, series, version }: { arcade: number | null; series: string; version: number }) {
  const query = useQuery(settingsQuery(arcade, series, version));
  return <QueryView query={query}>{({ settings }) => <SettingsForm arcade={arcade} series={series} version={version} settings={settings} />}</QueryView>;
}
