import { Accordion, Alert, Badge, Button, Code, Group, Progress, ScrollArea, Stack, Text, TextInput } from '@mantine/core';
import { IconPlayerStop, IconRefresh, IconShieldLock } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.js';
import { When } from '../../../components/when.js';
import { useFormat } from '../../../i18n/format.js';
import { data, useChange } from '../api/data.js';
import { useRights } from '../parts/rights.js';
import { isLive, STEAM_KEY, type SteamJob } from './api.js';

const COLOR: Record<SteamJob['state'], string> = { waiting: 'gray', delayed: 'gray', active: 'amber', waiting_for_guard: 'amber', waiting_for_confirmation: 'amber', completed: 'felt', failed: 'red', cancelled: 'gray' };
const KINDS = ['game', 'mods', 'mission', 'collection'] as const;

/** One download: how far, what is asked of somebody, what went wrong, what steamcmd said. */
export function SteamJobCard({ job }: { job: SteamJob }) {
  const { t } = useTranslation('servers');
  const format = useFormat();
  const rights = useRights();
  const cancel = useChange({ run: () => data(api.DELETE('/api/system/jobs/{job_id}', { params: { path: { job_id: job.job_id } } })), renews: [STEAM_KEY], done: t('steam.cancelled') });
  const retry = useChange({ run: () => data(api.POST('/api/system/jobs/{job_id}/retry', { params: { path: { job_id: job.job_id } } })), renews: [STEAM_KEY], done: t('steam.queued') });
  const kind = KINDS.find((one) => one === job.kind);
  const name = kind === undefined ? job.kind : t(`steamKind.${kind}`);
  return (
    <article className="panel" aria-label={name}>
      <Stack gap="sm" p="md">
        <Group justify="space-between" gap="sm">
          <Group gap="sm">
            <Text fw={650}>{name}</Text>
            <Badge color={COLOR[job.state]} variant="light" tt="none">
              {t(`steamState.${job.state}`)}
            </Badge>
          </Group>
          <Group gap="sm">
            <Text size="sm" c="dimmed">
              <When at={job.created_at} relative />
            </Text>
            {isLive(job) && rights.write && (
              <Button size="xs" color="red" variant="light" leftSection={<IconPlayerStop size={16} aria-hidden />} loading={cancel.isPending} onClick={() => cancel.mutate()}>
                {t('steam.cancel')}
              </Button>
            )}
            {(job.state === 'failed' || job.state === 'cancelled') && rights.write && (
              <Button size="xs" variant="light" leftSection={<IconRefresh size={16} aria-hidden />} loading={retry.isPending} onClick={() => retry.mutate()}>
                {t('steam.retry')}
              </Button>
            )}
          </Group>
        </Group>
        {isLive(job) && job.state !== 'waiting' && (
          <div>
            <Progress value={job.percent ?? 0} animated={job.percent === null} aria-label={t('steam.progress')} />
            <Group justify="space-between" mt={4}>
              <Text size="sm" c="dimmed">
                {job.phase !== null && t(`steamPhase.${job.phase}`)}
                {job.current !== null && job.current !== '' && <span translate="no"> · {job.current}</span>}
              </Text>
              <Text size="sm" c="dimmed">
                {job.items !== null && job.items.total > 1 && `${t('steam.items', { done: job.items.done, count: job.items.total })} `}
                {job.percent !== null && format.percent(job.percent / 100)}
              </Text>
            </Group>
          </div>
        )}
        {job.state === 'waiting_for_guard' && rights.write && <Guard job={job} />}
        {job.state === 'waiting_for_confirmation' && (
          <Alert color="amber" variant="light" icon={<IconShieldLock size={20} aria-hidden />}>
            {t('steam.confirm')}
          </Alert>
        )}
        {job.error !== null && (
          <Alert color="red" variant="light">
            <span translate="no">{job.error.message}</span>
          </Alert>
        )}
        {job.log.length > 0 && (
          <Accordion variant="filled" chevronPosition="left">
            <Accordion.Item value="log">
              <Accordion.Control>{t('steam.log')}</Accordion.Control>
              <Accordion.Panel>
                <ScrollArea.Autosize mah={280} viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': t('steam.log') }}>
                  <Code block translate="no">
                    {job.log.join('\n')}
                  </Code>
                </ScrollArea.Autosize>
              </Accordion.Panel>
            </Accordion.Item>
          </Accordion>
        )}
      </Stack>
    </article>
  );
}

/** Steam wants to know that it is really us. */
function Guard({ job }: { job: SteamJob }) {
  const { t } = useTranslation('servers');
  const [code, setCode] = useState('');
  const send = useChange({ run: () => data(api.POST('/api/system/jobs/{job_id}/guard', { params: { path: { job_id: job.job_id } }, body: { code: code.trim() } })), renews: [STEAM_KEY], done: t('steam.codeSent'), onDone: () => setCode('') });
  return (
    <Alert color="amber" variant="light" icon={<IconShieldLock size={20} aria-hidden />} title={t('steam.guard')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          send.mutate();
        }}
      >
        <Group gap="xs" align="flex-end">
          <TextInput label={t('steam.code')} w={160} maxLength={8} autoComplete="one-time-code" classNames={{ input: 'mono' }} value={code} onChange={(event) => setCode(event.currentTarget.value)} />
          <Button type="submit" loading={send.isPending} disabled={!/^[A-Za-z0-9]{4,8}$/.test(code.trim())}>
            {t('console.send')}
          </Button>
        </Group>
      </form>
    </Alert>
  );
}
