import { Chip, Group, NumberInput, SegmentedControl, Select, SimpleGrid, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useForm, type UseFormReturnType } from '@mantine/form';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.js';
import { ApiProblem } from '../../../api/problem.js';
import { Problem } from '../../../components/states.js';
import { When } from '../../../components/when.js';
import { data, useChange } from '../api/data.js';
import { EditModal } from '../parts/edit-modal.js';
import { FormFoot } from '../parts/form-foot.js';
import { useRights } from '../parts/rights.js';
import { ACTIONS, previewQuery, schedulesKey, type Schedule } from './api.js';
import { cronOf, FOR_WRITERS, requestOf, valuesOf, WARNED, type Rule, type Values } from './form-values.js';
import { useDays } from './use-days.js';

interface ScheduleModalProps {
  serverId: number;
  /** Undefined: closed; null: a new one. */
  edited: Schedule | null | undefined;
  onClose: () => void;
}

/** Makes or changes a schedule; the next times are shown while one types. */
export function ScheduleModal({ serverId, edited, onClose }: ScheduleModalProps) {
  const { t } = useTranslation('servers');
  return (
    <EditModal edited={edited} titles={{ add: t('schedules.add'), edit: t('schedules.edit') }} onClose={onClose}>
      {(schedule) => <Form key={schedule?.id ?? 'new'} serverId={serverId} schedule={schedule} onClose={onClose} />}
    </EditModal>
  );
}

const RULES: readonly Rule[] = ['times', 'hours', 'cron'];
const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Where a fault of the server belongs in the form. */
const FIELD: Readonly<Record<string, keyof Values>> = { 'payload.message': 'message', 'payload.command': 'command', 'payload.mission_name': 'mission', every_hours: 'hours', lock_minutes_before: 'lock', max_players: 'maxPlayers', max_delay_minutes: 'maxDelay' };

function Form({ serverId, schedule, onClose }: { serverId: number; schedule: Schedule | null; onClose: () => void }) {
  const { t } = useTranslation('servers');
  const rights = useRights(serverId);
  const house = useRights();
  const [problem, setProblem] = useState<unknown>(null);
  const form = useForm<Values>({ initialValues: valuesOf(schedule, ownZone()), validate: { name: (value) => (value.trim() === '' ? t('create.nameNeeded') : null) } });
  const { values } = form;
  const save = useChange({
    run: (given: Values) => {
      const body = requestOf(given, schedule);
      return schedule === null
        ? data(api.POST('/api/servers/{id}/schedules', { params: { path: { id: serverId } }, body }))
        : data(api.PUT('/api/servers/{id}/schedules/{schedule_id}', { params: { path: { id: serverId, schedule_id: schedule.id } }, body }));
    },
    renews: [schedulesKey(serverId)],
    done: t('schedules.saved'),
    onDone: onClose,
    onProblem: (error) => {
      const faults = error instanceof ApiProblem ? Object.fromEntries(Object.entries(error.fields).map(([path, text]) => [FIELD[path] ?? path, text])) : {};
      form.setErrors(faults);
      setProblem(error);
    },
  });
  const warns = WARNED.has(values.action);
  const actions = ACTIONS.filter((action) => !FOR_WRITERS.has(action) || rights.write);
  return (
    <form
      noValidate
      onSubmit={form.onSubmit((given) => {
        setProblem(null);
        save.mutate(given);
      })}
    >
      <Stack>
        {problem !== null && <Problem error={problem} compact />}
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <TextInput label={t('field.name')} required maxLength={64} data-autofocus {...form.getInputProps('name')} />
          <Select label={t('schedules.what')} allowDeselect={false} data={actions.map((action) => ({ value: action, label: t(`scheduleAction.${action}`) }))} value={values.action} onChange={(action) => form.setFieldValue('action', action ?? 'restart')} />
        </SimpleGrid>
        {values.action === 'say' && <TextInput label={t('playerModal.text')} required maxLength={255} {...form.getInputProps('message')} />}
        {values.action === 'command' && <TextInput label={t('console.command')} required maxLength={1024} classNames={{ input: 'mono' }} {...form.getInputProps('command')} />}
        {values.action === 'mission' && <TextInput label={t('schedules.mission')} description={t('schedules.missionHint')} maxLength={120} {...form.getInputProps('mission')} />}
        {values.action === 'mod_update' && (
          <Stack gap="xs">
            <Text size="sm" c="dimmed">
              {t('schedules.modUpdateText')}
            </Text>
            <Switch label={t('schedules.validate')} {...form.getInputProps('validate', { type: 'checkbox' })} />
            <Switch label={t('schedules.restartOthers')} description={t(house.write ? 'schedules.restartOthersHint' : 'rights.needsAll')} disabled={!house.write} {...form.getInputProps('restartOthers', { type: 'checkbox' })} />
          </Stack>
        )}
        <SegmentedControl aria-label={t('schedules.when')} value={values.rule} onChange={(rule) => form.setFieldValue('rule', rule)} data={RULES.map((rule) => ({ value: rule, label: t(`schedules.rule.${rule}`) }))} />
        <RuleFields form={form} />
        {warns && (
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <TextInput label={t('schedules.warnings')} description={t('schedules.warningsHint')} {...form.getInputProps('warnings')} />
            <NumberInput label={t('schedules.lock')} description={t('schedules.lockHint')} min={0} max={1440} allowDecimal={false} {...form.getInputProps('lock')} />
          </SimpleGrid>
        )}
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <NumberInput label={t('schedules.maxPlayers')} description={t('schedules.maxPlayersHint')} min={0} max={256} allowDecimal={false} {...form.getInputProps('maxPlayers')} />
          {values.maxPlayers !== '' && <NumberInput label={t('schedules.maxDelay')} description={t('schedules.maxDelayHint')} min={0} max={1440} allowDecimal={false} {...form.getInputProps('maxDelay')} />}
        </SimpleGrid>
        <Switch label={t('schedules.enabled')} {...form.getInputProps('enabled', { type: 'checkbox' })} />
        <FormFoot busy={save.isPending} onCancel={onClose} />
      </Stack>
    </form>
  );
}

function RuleFields({ form }: { form: Pick<UseFormReturnType<Values>, 'values' | 'getInputProps' | 'setFieldValue'> }) {
  const { t } = useTranslation('servers');
  const days = useDays();
  const zones = useMemo(() => Intl.supportedValuesOf('timeZone'), []);
  const { values } = form;
  if (values.rule === 'hours') return <NumberInput label={t('schedules.hours')} description={t('schedules.hoursHint')} min={1} max={8760} allowDecimal={false} {...form.getInputProps('hours')} />;
  return (
    <>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        {values.rule === 'times' ? (
          <TextInput type="time" label={t('schedules.time')} required {...form.getInputProps('time')} />
        ) : (
          <TextInput label={t('schedules.cron')} description={t('schedules.cronHint')} required classNames={{ input: 'mono' }} spellCheck={false} {...form.getInputProps('cron')} />
        )}
        <Select label={t('schedules.zone')} searchable allowDeselect={false} nothingFoundMessage={t('schedules.noZone')} data={zones.includes(values.timezone) ? zones : [values.timezone, ...zones]} {...form.getInputProps('timezone')} />
      </SimpleGrid>
      {values.rule === 'times' && (
        <Chip.Group multiple value={values.days} onChange={(chosen) => form.setFieldValue('days', chosen)}>
          <Group gap={6} role="group" aria-label={t('schedules.days')}>
            {days.map(({ value, label }) => (
              <Chip key={value} value={value} size="sm">
                {label}
              </Chip>
            ))}
            <Text size="sm" c="dimmed">
              {values.days.length === 0 && t('schedules.everyDay')}
            </Text>
          </Group>
        </Chip.Group>
      )}
      <NextTimes cron={values.rule === 'times' ? cronOf(values.time, values.days) : values.cron} timezone={values.timezone} />
    </>
  );
}

function NextTimes({ cron, timezone }: { cron: string; timezone: string }) {
  const { t } = useTranslation('servers');
  const [settled] = useDebouncedValue(cron, 300);
  const { data: preview, error } = useQuery(previewQuery(settled, timezone));
  if (error instanceof ApiProblem) {
    return (
      <Text size="sm" c="var(--mantine-color-error)" translate="no">
        {error.detail}
      </Text>
    );
  }
  return (
    <Text size="sm" c="dimmed">
      {t('schedules.nextTimes')}{' '}
      {preview?.next_runs.map((at, index) => (
        <span key={at}>
          {index > 0 && ' · '}
          <When at={at} />
        </span>
      ))}
    </Text>
  );
}
