import { ActionIcon, Badge, Box, Button, Group, Switch, Text, Tooltip } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { api, body } from '../../../api/client.js';
import { notifyDone, notifyProblem } from '../../../shell/notify.js';
import { MUSIC_KEY, PROVIDERS_KEY, providersQuery, putSettings, type Provider } from '../api.js';
import { HealthBadge } from '../parts/health-badge.js';
import { useSettingLabel } from '../settings/labels.js';

interface ProviderCardProps {
  provider: Provider;
  /** Null for somebody who may only look. */
  onEdit: (() => void) | null;
  /** Null where there is no order to change. */
  onMove: ((by: -1 | 1) => void) | null;
  first: boolean;
  last: boolean;
  busy: boolean;
}

/** One provider: what it can do, how it does, and the way to its settings. */
export function ProviderCard({ provider, onEdit, onMove, first, last, busy }: ProviderCardProps) {
  const { t } = useTranslation('music');
  const labelOf = useSettingLabel();
  const { label, capabilities, health, missing, used } = provider;
  const title = useId();
  return (
    <Box className="panel" p="md" component="article" aria-labelledby={title}>
      <Group justify="space-between" align="flex-start" gap="md">
        <Box miw={0} flex="1 1 260px">
          <Group gap="xs">
            <Text fw={650} id={title} translate="no">
              {label}
            </Text>
            {used && health !== null && <HealthBadge ok={health.healthy} />}
            {used && health?.latencyMs !== undefined && (
              <Text size="xs" c="dimmed">
                {t('ms', { ms: Math.round(health.latencyMs) })}
              </Text>
            )}
          </Group>
          <Text size="sm" c="dimmed" mt={2}>
            {t(`providers.about.${provider.name as 'deezer'}`)}
          </Text>
          {capabilities.length > 0 && (
            <Group gap={6} mt="xs">
              {capabilities.map((capability) => (
                <Badge key={capability} variant="default" tt="none">
                  {t(`capability.${capability as 'search'}`)}
                </Badge>
              ))}
            </Group>
          )}
          {missing.length > 0 && !used && (
            <Text size="sm" mt="xs">
              {t('providers.missing', { settings: missing.map(labelOf).join(', ') })}
            </Text>
          )}
          {used && health?.healthy === false && health.lastError !== undefined && (
            <Text size="sm" mt="xs" c="var(--mantine-color-error)">
              {health.lastError}
            </Text>
          )}
        </Box>
        <Group gap="xs">
          {onMove !== null && <MoveButtons label={label} onMove={onMove} first={first} last={last} busy={busy} />}
          {used && onEdit !== null && <TestButton provider={provider} />}
          {onEdit !== null && (
            <Button size="compact-sm" variant="default" onClick={onEdit} aria-label={t(used ? 'providers.editNamed' : 'providers.setUpNamed', { provider: label })}>
              {t(used ? 'providers.edit' : 'providers.setUp')}
            </Button>
          )}
          {onEdit !== null && missing.length === 0 && <UseSwitch provider={provider} />}
        </Group>
      </Group>
    </Box>
  );
}

function MoveButtons({ label, onMove, first, last, busy }: { label: string; onMove: (by: -1 | 1) => void; first: boolean; last: boolean; busy: boolean }) {
  const { t } = useTranslation('music');
  const [up, down] = [t('providers.up', { provider: label }), t('providers.down', { provider: label })];
  return (
    <Group gap={2} wrap="nowrap">
      <Tooltip label={up}>
        <ActionIcon variant="subtle" color="gray" disabled={first || busy} onClick={() => onMove(-1)} aria-label={up}>
          <IconArrowUp size={18} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={down}>
        <ActionIcon variant="subtle" color="gray" disabled={last || busy} onClick={() => onMove(1)} aria-label={down}>
          <IconArrowDown size={18} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </Group>
  );
}

function TestButton({ provider: { name, label } }: { provider: Provider }) {
  const { t } = useTranslation('music');
  const client = useQueryClient();
  const test = useMutation({
    mutationFn: () => body(api.POST('/api/admin/providers/{name}/test', { params: { path: { name } } })),
    onSuccess: ({ ms }) => notifyDone(t('providers.answered', { provider: label, ms })),
    onError: notifyProblem,
    onSettled: () => client.invalidateQueries({ queryKey: PROVIDERS_KEY }),
  });
  return (
    <Button size="compact-sm" variant="default" loading={test.isPending} onClick={() => test.mutate()} aria-label={t('providers.testNamed', { provider: label })}>
      {t('providers.test')}
    </Button>
  );
}

/** Deezer needs no settings, so it comes into use by a place in the order; the others by having their settings. */
function UseSwitch({ provider }: { provider: Provider }) {
  const { t } = useTranslation('music');
  const client = useQueryClient();
  const { data } = useQuery(providersQuery);
  const { name, label, used } = provider;
  const toggle = useMutation({
    mutationFn: (on: boolean) => {
      const all = data?.providers ?? [];
      const off = all.filter((one) => one.off && one.name !== name).map((one) => one.name);
      const order = all.filter((one) => one.used || (one.name === name && on)).map((one) => one.name);
      return putSettings(on ? { PROVIDERS_OFF: off, PROVIDER_ORDER: order } : { PROVIDERS_OFF: [...off, name] });
    },
    onSettled: () => client.invalidateQueries({ queryKey: MUSIC_KEY }),
    onError: notifyProblem,
  });
  return <Switch checked={used} disabled={toggle.isPending} onChange={(event) => toggle.mutate(event.currentTarget.checked)} aria-label={t('providers.use', { provider: label })} />;
}
