import { ActionIcon, Badge, Group, Text, Tooltip } from '@mantine/core';
import { IconAlertTriangle, IconArrowBackUp } from '@tabler/icons-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Parameter } from './api.js';
import classes from './config.module.css';
import { Control } from './control.js';
import { brief, labelOf } from './draft.js';

interface FieldProps {
  parameter: Parameter;
  value: unknown;
  changed: boolean;
  isSet: boolean;
  error: string | undefined;
  readOnly: boolean;
  onChange: (value: unknown) => void;
}

/** One setting: what it is called here and in the file, what it means, its range, and its control. */
export function Field({ parameter, value, changed, isSet, error, readOnly, onChange }: FieldProps) {
  const { t } = useTranslation('servers');
  const id = useId();
  const label = labelOf(parameter.field);
  const key = parameter.inClass === undefined ? parameter.key : `${parameter.inClass}.${parameter.key}`;
  const generated = parameter.secret === true && parameter.field !== 'password';
  return (
    <div className={classes.field} data-changed={changed || undefined}>
      <div className={classes.meaning}>
        <Group gap={8}>
          <Text fw={600} id={`${id}-label`} translate="no">
            {label}
          </Text>
          {key.toLowerCase() !== parameter.field && (
            <span className={`mono ${classes.key}`} translate="no">
              {key}
            </span>
          )}
          {changed && (
            <Badge size="sm" variant="light" tt="none">
              {t('config.changed')}
            </Badge>
          )}
        </Group>
        <div id={`${id}-help`}>
          <Text size="sm" c="dimmed" translate="no">
            {parameter.help}
          </Text>
          <Hints parameter={parameter} />
          {parameter.warning !== undefined && (
            <Text size="sm" className={classes.warning}>
              <IconAlertTriangle size={14} aria-hidden /> <span translate="no">{parameter.warning}</span>
            </Text>
          )}
          {error !== undefined && (
            <Text size="sm" c="var(--mantine-color-error)" translate="no">
              {error}
            </Text>
          )}
        </div>
      </div>
      <div className={classes.control}>
        <div className={classes.grow}>
          <Control parameter={parameter} value={value} onChange={onChange} disabled={readOnly} labelledBy={`${id}-label`} describedBy={`${id}-help`} error={error !== undefined} isSet={isSet} />
        </div>
        {!readOnly && value !== undefined && !generated && (
          <Tooltip label={t('config.toDefault')}>
            <ActionIcon variant="subtle" color="gray" size={36} aria-label={t('config.toDefaultNamed', { name: label })} onClick={() => onChange(undefined)}>
              <IconArrowBackUp size={18} aria-hidden />
            </ActionIcon>
          </Tooltip>
        )}
      </div>
    </div>
  );
}

/** Range, default and the version that first knew it. */
function Hints({ parameter: { kind, unit, gameDefault, since } }: { parameter: Parameter }) {
  const { t } = useTranslation('servers');
  const hints: string[] = [];
  if (kind.type === 'integer' || kind.type === 'number' || kind.type === 'numbers') {
    const range = { from: kind.min, to: kind.max, unit: unit ?? '' };
    hints.push(t('config.range', range).trim());
  }
  if (kind.type === 'texts') hints.push(t('config.onePerLine'));
  if (gameDefault !== undefined && kind.type !== 'rows') hints.push(t('config.gameDefault', { value: brief(gameDefault) }));
  if (since !== undefined) hints.push(t('config.since', { version: since }));
  if (hints.length === 0) return null;
  return (
    <Text size="xs" c="dimmed">
      {hints.join(' · ')}
    </Text>
  );
}
