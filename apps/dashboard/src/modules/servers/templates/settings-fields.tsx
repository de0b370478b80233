import { NumberInput, Select, SimpleGrid, Stack, Switch, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../../components/page.js';
import type { PriorityName, Template } from '../api/types.js';

/** What a template says beside configuration and mods. */
export type TemplateSettings = Pick<Template, 'name' | 'description' | 'settings'>;

const PRIORITIES: readonly PriorityName[] = ['idle', 'low', 'normal', 'high'];
type Settings = Template['settings'];

export const settingsOf = ({ name, description, settings }: Template): TemplateSettings => ({ name, description, settings });

interface SettingsFieldsProps {
  value: TemplateSettings;
  faults: Readonly<Record<string, string>>;
  readOnly: boolean;
  onChange: (value: TemplateSettings) => void;
}

/** Name, description, and how the servers made from a template are run. What is left open is the usual. */
export function SettingsFields({ value, faults, readOnly, onChange }: SettingsFieldsProps) {
  const { t } = useTranslation('servers');
  const { settings } = value;
  /** An emptied field is left open again. */
  const set = <K extends keyof Settings>(field: K, next: Settings[K] | '') => {
    const { [field]: _before, ...rest } = settings;
    onChange({ ...value, settings: next === '' || next === undefined ? rest : { ...rest, [field]: next } });
  };
  const number = (field: 'max_restarts' | 'restart_window_seconds' | 'restart_delay_seconds') => ({
    value: settings[field] ?? '',
    placeholder: t('templates.usual'),
    allowDecimal: false,
    disabled: readOnly,
    error: faults[field],
    onChange: (next: string | number) => set(field, typeof next === 'number' ? next : ''),
  });
  return (
    <Panel title={t('templates.settings')}>
      <Stack>
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <TextInput translate="no" label={t('field.name')} required maxLength={64} disabled={readOnly} error={faults['name']} value={value.name} onChange={(event) => onChange({ ...value, name: event.currentTarget.value })} />
          <TagsInput label={t('field.tags')} wrapperProps={{ translate: 'no' }} maxTags={16} maxLength={32} disabled={readOnly} error={faults['tags']} value={settings.tags ?? []} onChange={(tags) => set('tags', tags)} />
        </SimpleGrid>
        <Textarea translate="no" label={t('field.description')} autosize minRows={1} maxLength={1000} disabled={readOnly} error={faults['description']} value={value.description} onChange={(event) => onChange({ ...value, description: event.currentTarget.value })} />
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <TextInput label={t('field.exePath')} description={t('field.exePathHint')} classNames={{ input: 'mono' }} spellCheck={false} disabled={readOnly} error={faults['exe_path']} value={settings.exe_path ?? ''} onChange={(event) => set('exe_path', event.currentTarget.value)} />
          <Select
            label={t('settings.priority')}
            description={t('templates.usualHint')}
            placeholder={t('templates.usual')}
            clearable
            clearButtonProps={{ 'aria-label': t('templates.usual') }}
            disabled={readOnly}
            data={PRIORITIES.map((one) => ({ value: one, label: t(`priority.${one}`) }))}
            value={settings.priority ?? null}
            onChange={(next) => set('priority', next ?? '')}
          />
        </SimpleGrid>
        <Switch label={t('field.autoStart')} description={t('field.autoStartHint')} disabled={readOnly} checked={settings.auto_start ?? false} onChange={(event) => set('auto_start', event.currentTarget.checked)} />
        <Switch label={t('field.autoRestart')} description={t('field.autoRestartHint')} disabled={readOnly} checked={settings.auto_restart ?? true} onChange={(event) => set('auto_restart', event.currentTarget.checked)} />
        <SimpleGrid cols={{ base: 1, sm: 3 }}>
          <NumberInput label={t('settings.maxRestarts')} min={0} max={100} {...number('max_restarts')} />
          <NumberInput label={t('settings.window')} min={60} max={86_400} {...number('restart_window_seconds')} />
          <NumberInput label={t('settings.delay')} min={1} max={3600} {...number('restart_delay_seconds')} />
        </SimpleGrid>
      </Stack>
    </Panel>
  );
}
