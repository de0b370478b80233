import { Button, Group, NumberInput, Paper, Select, SimpleGrid, Switch, Text, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.js';
import { Panel } from '../../../components/page.js';
import { Problem } from '../../../components/states.js';
import { notifyDone } from '../../../shell/notify.js';
import { settingsQuery, type Setting } from './api.js';

type Value = Setting['value'];
type Changes = Readonly<Record<string, Value>>;

interface SettingsFormProps {
  arcade: number | null;
  series: string;
  version: number;
  settings: readonly Setting[];
}

/** A form made from what a game declares; only what was changed is sent. */
export function SettingsForm({ arcade, series, version, settings }: SettingsFormProps) {
  const { t } = useTranslation(['arcade', 'common']);
  const client = useQueryClient();
  const [changes, setChanges] = useState<Changes>({});
  const count = Object.keys(changes).length;
  const set = ({ key, value: saved }: Setting, value: Value) =>
    setChanges((before) => {
      const { [key]: _old, ...rest } = before;
      return value === saved ? rest : { ...rest, [key]: value };
    });
  const save = useMutation({
    mutationFn: () =>
      arcade === null
        ? api.PATCH('/api/arcade/settings/{series}/{version}', { params: { path: { series, version } }, body: { ...changes } })
        : api.PATCH('/api/arcade/arcades/{id}/settings/{series}/{version}', { params: { path: { id: arcade, series, version } }, body: { ...changes } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: settingsQuery(arcade, series, version).queryKey });
      setChanges({});
      notifyDone(t('settings.saved'));
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Panel>
        {save.isError && <Problem error={save.error} compact />}
        <SimpleGrid cols={{ base: 1, md: 2, xl: 3 }} spacing="lg" verticalSpacing="xl">
          {settings.map((setting) => (
            <Field key={setting.key} setting={setting} value={changes[setting.key] ?? setting.value} onChange={(value) => set(setting, value)} />
          ))}
        </SimpleGrid>
      </Panel>
      {count > 0 && (
        <Paper withBorder shadow="md" p="sm" mt="md" radius="lg" style={{ position: 'sticky', bottom: 16, zIndex: 5 }}>
          <Group justify="space-between">
            <Text size="sm" role="status">
              {t('settings.changed', { count })}
            </Text>
            <Group gap="xs">
              <Button variant="default" onClick={() => setChanges({})}>
                {t('settings.discard')}
              </Button>
              <Button type="submit" loading={save.isPending}>
                {t('common:action.save')}
              </Button>
            </Group>
          </Group>
        </Paper>
      )}
    </form>
  );
}

function Field({ setting, value, onChange }: { setting: Setting; value: Value; onChange: (value: Value) => void }) {
  const { t } = useTranslation('arcade');
  // Names and hints are the game's own, in the words it declares them with.
  const label = <span translate="no">{setting.name}</span>;
  const usual = setting.value === setting.default ? null : t('settings.notDefault');
  const description = (
    <>
      <span translate="no">{setting.tip}</span>
      {usual !== null && ` ${usual}`}
    </>
  );
  if (setting.kind === 'bool') return <Switch label={label} description={description} checked={value === true} onChange={(event) => onChange(event.currentTarget.checked)} />;
  if (setting.kind === 'longstr') return <Textarea label={label} description={description} rows={4} resize="vertical" maxLength={10_000} value={String(value)} onChange={(event) => onChange(event.currentTarget.value)} />;
  if (setting.kind === 'str') return <TextInput label={label} description={description} maxLength={255} value={String(value)} onChange={(event) => onChange(event.currentTarget.value)} />;
  const choices = Object.entries(setting.values ?? {});
  if (choices.length === 0) return <NumberInput label={label} description={description} allowDecimal={false} value={Number(value)} onChange={(next) => onChange(Number(next))} />;
  return <Select label={label} description={description} allowDeselect={false} searchable={choices.length > 12} data={choices.map(([number, name]) => ({ value: number, label: name }))} value={String(value)} onChange={(next) => onChange(Number(next))} translate="no" />;
}
