import { ActionIcon, Group, PasswordInput, Select, Switch, Text, Textarea, TextInput, Tooltip } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Setting } from '../api.js';
import { startText } from './changes.js';
import { useSettingLabel, useSettingHint } from './labels.js';
import type { SettingsForm } from './use-settings-form.js';

/** One setting as the field that fits its kind, with its range, and a way back to its start value when it was changed here. */
export function SettingField({ setting, form }: { setting: Setting; form: SettingsForm }) {
  const { t } = useTranslation('music');
  const label = useSettingLabel()(setting.env);
  return (
    <Group gap="xs" wrap="nowrap" align="flex-start">
      <div style={{ flex: 1, minWidth: 0 }}>
        <Input setting={setting} form={form} label={label} />
      </div>
      {setting.source === 'stored' && (
        <Tooltip label={t('settings.reset')}>
          <ActionIcon variant="subtle" color="gray" mt={setting.kind === 'flag' ? 0 : 28} loading={form.saving} onClick={() => form.reset(setting.env)} aria-label={t('settings.resetNamed', { setting: label })}>
            <IconArrowBackUp size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
      )}
    </Group>
  );
}

function Input({ setting, form, label }: { setting: Setting; form: SettingsForm; label: string }) {
  const { t } = useTranslation(['music', 'common']);
  const description = useSettingHint()(setting);
  const { env, kind, secret, words } = setting;
  const typed = form.draft[env];
  const text = typeof typed === 'string' ? typed : startText(setting);
  const change = (event: { currentTarget: { value: string } }) => form.set(env, event.currentTarget.value);
  const common = { label, description, inputWrapperOrder: ORDER };
  if (kind === 'flag') return <Switch label={label} description={description} checked={typeof typed === 'boolean' ? typed : setting.value === true} onChange={(event) => form.set(env, event.currentTarget.checked)} />;
  if (secret) return <PasswordInput {...common} value={text} onChange={change} placeholder={t(setting.set ? 'settings.secretSet' : 'settings.secretUnset')} autoComplete="new-password" visibilityToggleButtonProps={{ 'aria-label': t('common:account.showPassword') }} />;
  if (words !== undefined) return <Select {...common} data={words} value={text === '' ? null : text} onChange={(value) => form.set(env, value ?? '')} clearable={setting.startValue === null} />;
  if (kind === 'list') return <Textarea {...common} autosize minRows={1} maxRows={6} value={text} onChange={change} spellCheck={false} />;
  return <TextInput {...common} value={text} onChange={change} spellCheck={false} inputMode={kind === 'number' ? 'numeric' : kind === 'url' ? 'url' : 'text'} rightSection={<Unit setting={setting} />} rightSectionWidth={setting.unit === undefined ? 0 : 90} />;
}

function Unit({ setting }: { setting: Setting }) {
  const { t } = useTranslation('music');
  const { unit } = setting;
  if (unit === undefined) return null;
  return (
    <Text size="xs" c="dimmed">
      {unit in UNITS ? t(`unit.${unit as keyof typeof UNITS}`) : unit}
    </Text>
  );
}

/** Hints below the fields, so that fields of a row stand on one line. */
const ORDER: ('label' | 'input' | 'description' | 'error')[] = ['label', 'input', 'description', 'error'];

const UNITS = { milliseconds: true, seconds: true, minutes: true, hours: true, days: true, MB: true, GB: true };
