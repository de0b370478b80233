import { Badge, Button, Group, NumberInput, Select, SimpleGrid, Stack, Switch, Text, TextInput } from '@mantine/core';
import { IconRestore } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api, body } from '../../../api/client.js';
import { ApiProblem } from '../../../api/problem.js';
import { Panel } from '../../../components/page.js';
import { SaveBar } from '../../../components/save-bar.js';
import { Problem } from '../../../components/states.js';
import { notifyDone } from '../../../shell/notify.js';
import { ARCADE } from '../api.js';
import { configQuery, type NetworkConfig } from '../operation/api.js';
import { useRegions } from '../operation/regions.js';

const TEXTS = ['network_name', 'network_email', 'address', 'keepalive', 'uri', 'redirect', 'area'] as const;
const NUMBERS = ['advertised_port', 'pcbid_self_grant_limit', 'region', 'federation_budget_ms', 'event_log_seconds'] as const;
const FLAGS = ['https', 'enforce_pcbid', 'paseli_enabled', 'paseli_infinite', 'stub_unknown', 'verbose'] as const;
const NAMES = [...TEXTS, ...NUMBERS, ...FLAGS] as const;
type Name = (typeof NAMES)[number];
type Value = string | number | boolean;
type Changes = Partial<Record<Name, Value | null>>;

const DAY = 86_400;

/** What a refusal says about single fields. */
const faultsOf = (error: unknown): Readonly<Record<string, string>> => (error instanceof ApiProblem && error.status === 422 ? error.fields : {});

/** All settings that can be changed while the network runs; only what was changed is sent. */
export function NetworkForm({ config }: { config: NetworkConfig }) {
  const { t } = useTranslation('arcade');
  const client = useQueryClient();
  const regions = useRegions();
  const [changes, setChanges] = useState<Changes>({});
  const save = useMutation({
    mutationFn: (wanted: Changes) => body(api.PATCH('/api/arcade/config', { body: wanted as never })),
    onSuccess: async (now) => {
      client.setQueryData(configQuery.queryKey, now);
      setChanges({});
      notifyDone(t('network.saved'));
      await client.invalidateQueries({ queryKey: ARCADE });
    },
  });
  const savedOf = (name: Name): Value => config[name] ?? (name === 'advertised_port' ? 0 : '');
  const valueOf = (name: Name): Value => changes[name] ?? savedOf(name);
  const set = (name: Name, value: Value) =>
    setChanges((before) => {
      const { [name]: _old, ...rest } = before;
      return value === savedOf(name) ? rest : { ...rest, [name]: value };
    });
  const faults = faultsOf(save.error);
  const errorOf = (name: Name): ReactNode => faults[name];
  const text = (name: (typeof TEXTS)[number], more: object = {}) => (
    <TextInput label={t(`network.field.${name}`)} description={t(`network.hint.${name}`)} error={errorOf(name)} autoComplete="off" maxLength={255} value={String(valueOf(name))} onChange={(event) => set(name, event.currentTarget.value)} {...more} />
  );
  const number = (name: (typeof NUMBERS)[number], min: number, max: number, more: object = {}) => (
    <NumberInput label={t(`network.field.${name}`)} description={t(`network.hint.${name as 'advertised_port'}`)} error={errorOf(name)} allowDecimal={false} min={min} max={max} value={Number(valueOf(name))} onChange={(value) => set(name, Number(value))} {...more} />
  );
  const flag = (name: (typeof FLAGS)[number], more: object = {}) => (
    <Switch label={t(`network.field.${name}`)} description={t(`network.hint.${name}`)} error={errorOf(name)} checked={valueOf(name) === true} onChange={(event) => set(name, event.currentTarget.checked)} {...more} />
  );
  return (
    <Stack gap="lg">
      {save.isError && !NAMES.some((name) => faults[name] !== undefined) && <Problem error={save.error} compact />}
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg" style={{ alignItems: 'start' }}>
        <Panel title={t('network.about')}>
          <Stack>
            {text('network_name', { required: true })}
            {text('network_email', { required: true, type: 'email' })}
            <Select label={t('network.field.region')} description={t('network.hint.region')} error={errorOf('region')} searchable allowDeselect={false} data={regions} nothingFoundMessage={t('arcades.noRegion')} value={String(valueOf('region'))} onChange={(value) => set('region', Number(value))} />
            {text('area', { maxLength: 63 })}
          </Stack>
        </Panel>
        <Panel title={t('network.cabinets')}>
          <Stack>
            {flag('enforce_pcbid')}
            {number('pcbid_self_grant_limit', 0, 1000)}
            {flag('paseli_enabled')}
            {flag('paseli_infinite', { disabled: valueOf('paseli_enabled') !== true })}
          </Stack>
        </Panel>
        <Panel title={t('network.addresses')}>
          <Stack>
            {text('address', { placeholder: t('network.fromRequest') })}
            {text('keepalive', { placeholder: t('network.asAddress') })}
            {number('advertised_port', 0, 65_535)}
            {flag('https')}
            {text('uri', { maxLength: 1024 })}
            {text('redirect', { maxLength: 1024 })}
          </Stack>
        </Panel>
        <Panel title={t('network.behind')}>
          <Stack>
            {number('federation_budget_ms', 100, 10_000, { step: 100 })}
            <NumberInput label={t('network.field.event_log_seconds')} description={t('network.hint.event_log_seconds')} error={errorOf('event_log_seconds')} decimalScale={2} min={0} max={3650} value={Math.round((Number(valueOf('event_log_seconds')) / DAY) * 100) / 100} onChange={(days) => set('event_log_seconds', Math.round(Number(days) * DAY))} />
            {flag('stub_unknown')}
            {flag('verbose')}
          </Stack>
        </Panel>
      </SimpleGrid>
      <Changed names={NAMES.filter((name) => config.changed.includes(name))} busy={save.isPending} onReset={(name) => save.mutate({ [name]: null })} />
      <Fixed config={config} />
      <SaveBar dirty={Object.keys(changes).length > 0} busy={save.isPending} onSave={() => save.mutate(changes)} onDiscard={() => { setChanges({}); save.reset(); }} />
    </Stack>
  );
}

/** What differs from the configuration of the start, each with a way back. */
function Changed({ names, busy, onReset }: { names: readonly Name[]; busy: boolean; onReset: (name: Name) => void }) {
  const { t } = useTranslation('arcade');
  if (names.length === 0) return null;
  return (
    <Panel title={t('network.changed')}>
      <Text size="sm" c="dimmed" mb="sm">
        {t('network.changedText')}
      </Text>
      <Group gap="xs">
        {names.map((name) => (
          <Button key={name} size="compact-sm" variant="default" disabled={busy} leftSection={<IconRestore size={16} aria-hidden />} onClick={() => onReset(name)}>
            {t('network.reset', { name: t(`network.field.${name}`) })}
          </Button>
        ))}
      </Group>
    </Panel>
  );
}

/** What only the configuration of the start can say. */
function Fixed({ config }: { config: NetworkConfig }) {
  const { t } = useTranslation('arcade');
  const list = (names: readonly string[]) => (
    <Group gap={6}>
      {names.map((name) => (
        <Badge key={name} variant="default" tt="none" translate="no">
          {name}
        </Badge>
      ))}
      {names.length === 0 && <Text size="sm">–</Text>}
    </Group>
  );
  return (
    <Panel title={t('network.fixed')}>
      <Text size="sm" c="dimmed" mb="sm">
        {t('network.fixedText')}
      </Text>
      <SimpleGrid cols={{ base: 1, sm: 3 }}>
        <div>
          <Text size="sm" fw={600}>
            {t('network.port')}
          </Text>
          <Text size="sm">{config.port === 0 ? t('arcades.off') : <span translate="no">{config.port}</span>}</Text>
        </div>
        <div>
          <Text size="sm" fw={600}>
            {t('network.series')}
          </Text>
          {list(config.series)}
        </div>
        <div>
          <Text size="sm" fw={600}>
            {t('network.webhooks')}
          </Text>
          {list(config.webhooks)}
        </div>
      </SimpleGrid>
    </Panel>
  );
}
