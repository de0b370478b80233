import { ActionIcon, Button, Group, NumberInput, PasswordInput, Select, Stack, Switch, Textarea, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Kind, Parameter, RowColumn } from './api.js';
import { brief } from './draft.js';

export interface ControlProps {
  parameter: Parameter;
  /** Undefined: the game's default. */
  value: unknown;
  onChange: (value: unknown) => void;
  disabled: boolean;
  /** Id of the element that names the control. */
  labelledBy: string;
  describedBy: string;
  error: boolean;
  /** For secrets: one is stored. */
  isSet: boolean;
}

/** The control that fits a parameter's kind. */
export function Control(props: ControlProps) {
  const { parameter, value, onChange, disabled, labelledBy, describedBy, error, isSet } = props;
  const { t } = useTranslation('servers');
  const { kind } = parameter;
  const named = { 'aria-labelledby': labelledBy, 'aria-describedby': describedBy, disabled, error, translate: 'no' as const };
  const text = typeof value === 'string' ? value : '';
  if (parameter.secret === true) {
    return <PasswordInput {...named} value={text} placeholder={t(isSet ? 'config.secretSet' : 'config.secretUnset')} autoComplete="new-password" visibilityToggleButtonProps={{ 'aria-label': t('create.showPassword') }} onChange={(event) => onChange(event.currentTarget.value === '' ? undefined : event.currentTarget.value)} />;
  }
  switch (kind.type) {
    case 'text':
      return <TextInput {...named} value={text} maxLength={kind.max} placeholder={fallback(parameter)} spellCheck={false} onChange={(event) => onChange(event.currentTarget.value === '' && kind.min > 0 ? undefined : event.currentTarget.value)} />;
    case 'script':
      return <Textarea {...named} value={text} autosize minRows={1} maxRows={10} maxLength={kind.max} classNames={{ input: 'mono' }} spellCheck={false} onChange={(event) => onChange(event.currentTarget.value === '' ? undefined : event.currentTarget.value)} />;
    case 'integer':
    case 'number':
      return <Number named={named} kind={kind} parameter={parameter} value={value} onChange={onChange} />;
    case 'switch':
    case 'boolean':
      return <Switch aria-labelledby={labelledBy} aria-describedby={describedBy} disabled={disabled} checked={value === undefined ? parameter.gameDefault === true : value === true} onChange={(event) => onChange(event.currentTarget.checked)} />;
    case 'choice':
      return (
        <Select
          {...named}
          value={value === undefined ? null : brief(value)}
          placeholder={fallback(parameter)}
          // The game's own word may be the empty text, which a select can't tell from nothing.
          data={kind.values.filter(({ value: one }) => one !== '').map(({ value: one, label }) => ({ value: String(one), label }))}
          clearable
          clearButtonProps={{ 'aria-label': t('config.toDefault') }}
          onChange={(picked) => onChange(kind.values.find(({ value: one }) => String(one) === picked)?.value)}
        />
      );
    case 'texts':
      return <Lines named={named} value={value} max={kind.maxItems} onChange={onChange} />;
    case 'numbers':
      return <Numbers kind={kind} parameter={parameter} value={value} onChange={onChange} disabled={disabled} />;
    case 'rows':
      return <Rows columns={kind.columns} most={kind.maxItems} value={value} onChange={onChange} disabled={disabled} />;
  }
}

const fallback = ({ gameDefault, kind }: Parameter): string => {
  if (gameDefault === undefined) return '';
  return kind.type === 'choice' ? (kind.values.find(({ value }) => value === gameDefault)?.label ?? '') : brief(gameDefault);
};

type Named = Record<'aria-labelledby' | 'aria-describedby', string> & Record<'disabled' | 'error', boolean> & { translate: 'no' };

function Number({ named, kind, parameter, value, onChange }: { named: Named; kind: Extract<Kind, { type: 'integer' | 'number' }>; parameter: Parameter; value: unknown; onChange: (value: unknown) => void }) {
  return (
    <NumberInput
      {...named}
      value={typeof value === 'number' ? value : ''}
      // Special values lie outside of the range: the server judges, nothing is bent on the way.
      clampBehavior="none"
      allowDecimal={kind.type === 'number'}
      decimalScale={kind.type === 'number' ? 6 : 0}
      placeholder={fallback(parameter)}
      {...(parameter.unit === undefined ? {} : { suffix: ` ${parameter.unit}` })}
      onChange={(next) => onChange(next === '' ? undefined : next)}
    />
  );
}

/** One entry a line. */
function Lines({ named, value, max, onChange }: { named: Named; value: unknown; max: number; onChange: (value: unknown) => void }) {
  const { t } = useTranslation('servers');
  const lines = Array.isArray(value) ? (value as string[]) : undefined;
  return (
    <Textarea
      {...named}
      autosize
      minRows={2}
      maxRows={12}
      spellCheck={false}
      placeholder={t('config.onePerLine')}
      value={lines?.join('\n') ?? ''}
      onChange={(event) => onChange(event.currentTarget.value === '' ? undefined : event.currentTarget.value.split('\n').slice(0, max))}
    />
  );
}

function Numbers({ kind, parameter, value, onChange, disabled }: { kind: Extract<Kind, { type: 'numbers' }>; parameter: Parameter; value: unknown; onChange: (value: unknown) => void; disabled: boolean }) {
  const { t } = useTranslation('servers');
  const known = Array.isArray(value) ? (value as number[]) : [];
  const defaults = Array.isArray(parameter.gameDefault) ? (parameter.gameDefault as number[]) : [];
  const at = (index: number): number => known[index] ?? defaults[index] ?? kind.min;
  return (
    <Group gap="xs">
      {Array.from({ length: kind.length }, (_, index) => (
        <NumberInput
          key={index}
          w={92}
          aria-label={t('config.numberOf', { name: parameter.key, number: index + 1 })}
          value={known[index] ?? ''}
          placeholder={String(defaults[index] ?? '')}
          min={kind.min}
          max={kind.max}
          allowDecimal={false}
          hideControls
          disabled={disabled}
          onChange={(next) => onChange(Array.from({ length: kind.length }, (_one, other) => (other === index ? (typeof next === 'number' ? next : at(other)) : at(other))))}
        />
      ))}
    </Group>
  );
}

type Row = Record<string, unknown>;
const emptyCell = ({ type, min }: RowColumn): unknown => (type === 'text' ? '' : type === 'boolean' ? false : Math.max(0, min ?? 0));

function Rows({ columns, most, value, onChange, disabled }: { columns: RowColumn[]; most: number; value: unknown; onChange: (value: unknown) => void; disabled: boolean }) {
  const { t } = useTranslation('servers');
  const rows = Array.isArray(value) ? (value as Row[]) : [];
  const set = (index: number, name: string, cell: unknown) => onChange(rows.map((row, at) => (at === index ? { ...row, [name]: cell } : row)));
  return (
    <Stack gap="xs">
      {rows.map((row, index) => (
        <Group key={index} gap="xs" align="flex-end">
          {columns.map((column) => (
            <Cell key={column.name} column={column} value={row[column.name]} disabled={disabled} onChange={(cell) => set(index, column.name, cell)} />
          ))}
          <ActionIcon variant="subtle" color="gray" size={36} aria-label={t('config.removeRow', { number: index + 1 })} disabled={disabled} onClick={() => onChange(rows.filter((_, at) => at !== index))}>
            <IconTrash size={18} aria-hidden />
          </ActionIcon>
        </Group>
      ))}
      <Group gap="xs">
        <Button size="xs" variant="default" leftSection={<IconPlus size={16} aria-hidden />} disabled={disabled || rows.length >= most} onClick={() => onChange([...rows, Object.fromEntries(columns.map((column) => [column.name, emptyCell(column)]))])}>
          {t('config.addRow')}
        </Button>
      </Group>
    </Stack>
  );
}

function Cell({ column, value, onChange, disabled }: { column: RowColumn; value: unknown; onChange: (value: unknown) => void; disabled: boolean }) {
  const label = <span translate="no">{column.label ?? column.name.replaceAll('_', ' ')}</span>;
  if (column.type === 'boolean') return <Switch label={label} checked={value === true} disabled={disabled} onChange={(event) => onChange(event.currentTarget.checked)} mb={8} />;
  if (column.type === 'text') return <TextInput label={label} w={150} value={typeof value === 'string' ? value : ''} maxLength={column.max ?? 64} disabled={disabled} onChange={(event) => onChange(event.currentTarget.value)} />;
  return <NumberInput label={label} w={110} value={typeof value === 'number' ? value : ''} allowDecimal={column.type === 'number'} hideControls disabled={disabled} onChange={(next) => onChange(typeof next === 'number' ? next : 0)} />;
}
