import { ActionIcon, Group, NumberInput, Textarea, TextInput, Tooltip } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { COUNTS, FOLDERS, type SettingName, type SettingsView } from './names.js';
import { textOf } from './draft.js';

interface SettingFieldProps {
  name: SettingName;
  setting: SettingsView['settings'][SettingName];
  text: string;
  fault: string | undefined;
  busy: boolean;
  onChange: (text: string) => void;
  onReset: () => void;
}

/** One setting in the field that fits it, and a way back to what the start said when it was changed here. */
export function SettingField({ name, setting, text, fault, busy, onChange, onReset }: SettingFieldProps) {
  const { t } = useTranslation('servers');
  const label = t(`houseSettings.field.${name}`);
  const start = textOf(setting.start_value).replaceAll('\n', ', ');
  const description = setting.source === 'stored' ? `${t(`houseSettings.hint.${name}`)} ${t('houseSettings.startValue', { value: start === '' ? '–' : start })}` : t(`houseSettings.hint.${name}`);
  const common = { label, description, error: fault ?? null, value: text };
  return (
    <Group gap="xs" wrap="nowrap" align="flex-end">
      <div style={{ flex: 1, minWidth: 0 }}>
        {isCount(name) ? (
          <NumberInput {...common} min={setting.min ?? 1} {...(setting.max === null ? {} : { max: setting.max })} clampBehavior="none" allowDecimal={false} allowNegative={false} suffix={` ${t(name.endsWith('hours') ? 'houseSettings.hours' : 'houseSettings.days')}`} onChange={(value) => onChange(String(value))} />
        ) : isFolders(name) ? (
          <Textarea {...common} translate="no" autosize minRows={2} maxRows={8} classNames={{ input: 'mono' }} spellCheck={false} onChange={(event) => onChange(event.currentTarget.value)} />
        ) : (
          <TextInput {...common} classNames={{ input: 'mono' }} spellCheck={false} onChange={(event) => onChange(event.currentTarget.value)} />
        )}
      </div>
      {setting.source === 'stored' && (
        <Tooltip label={t('houseSettings.reset')}>
          <ActionIcon variant="subtle" color="gray" size={36} loading={busy} aria-label={t('houseSettings.resetNamed', { setting: label })} onClick={onReset}>
            <IconArrowBackUp size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
      )}
    </Group>
  );
}

const isCount = (name: SettingName): boolean => (COUNTS as readonly SettingName[]).includes(name);
const isFolders = (name: SettingName): boolean => (FOLDERS as readonly SettingName[]).includes(name);
