import { ActionIcon, Badge, Box, Group, Progress, Text, Tooltip } from '@mantine/core';
import { IconRefresh, IconX } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, body } from '../../../api/client.js';
import { When } from '../../../components/when.js';
import { useFormat } from '../../../i18n/format.js';
import { notifyProblem } from '../../../shell/notify.js';
import { DOWNLOADS_KEY, type Download } from '../api.js';
import { SourceBadge } from '../parts/source.js';

const COLORS: Readonly<Record<Download['state'], string>> = { waiting: 'gray', downloading: 'blue', finished: 'felt', failed: 'red', cancelled: 'amber' };

/** One download: what, why, how far, and what can be done about it. */
export function DownloadRow({ download, mayWrite }: { download: Download; mayWrite: boolean }) {
  const { t } = useTranslation('music');
  const { title, artist, album, id, source, state, error, endedAt, reason, storage, user } = download;
  return (
    <Box px="md" py="sm" style={{ borderBottom: '1px solid var(--rumpus-border)' }}>
      <Group justify="space-between" wrap="nowrap" align="flex-start" gap="md">
        <Box miw={0} flex={1}>
          <Text fw={600} truncate translate="no">
            {title ?? id}
          </Text>
          <Text size="sm" c="dimmed" truncate translate="no">
            {[artist, album].filter(Boolean).join(' · ')}
          </Text>
        </Box>
        <Badge variant="light" tt="none" color={COLORS[state]} style={{ flex: 'none' }}>
          {t(`downloads.state.${state}`)}
        </Badge>
        {mayWrite && <Buttons download={download} />}
      </Group>
      <Transfer download={download} />
      <Group gap="xs" mt={6}>
        {source !== undefined && <SourceBadge source={source} />}
        <Text size="xs" c="dimmed">
          {t(`downloads.reason.${reason}`)}
          {user !== undefined && !user.startsWith('key:') && <> · {t('downloads.for', { user })}</>} · {t(`storage.${storage}`)} · <When at={endedAt ?? download.queuedAt} relative />
        </Text>
      </Group>
      {error !== undefined && (
        <Text size="sm" c="var(--mantine-color-error)" mt={4} translate="no">
          {error}
        </Text>
      )}
    </Box>
  );
}

function Transfer({ download }: { download: Download }) {
  const { t } = useTranslation('music');
  const format = useFormat();
  const { state, percent, received, total, bytesPerSecond, listeners, title, id } = download;
  if (state !== 'downloading') return null;
  const amount = total === undefined ? format.bytes(received) : t('downloads.receivedOf', { received: format.bytes(received), total: format.bytes(total) });
  const rate = bytesPerSecond === undefined ? '' : ` · ${t('downloads.rate', { rate: format.bytes(bytesPerSecond) })}`;
  const left = bytesPerSecond === undefined || bytesPerSecond === 0 || total === undefined ? '' : ` · ${t('downloads.left', { time: format.duration((total - received) / bytesPerSecond) })}`;
  return (
    <>
      <Progress mt={8} value={percent ?? 100} animated={percent === undefined} aria-label={t('downloads.progressOf', { title: title ?? id })} />
      <Text size="xs" c="dimmed" mt={4}>
        {amount}
        {rate}
        {left}
        {listeners > 0 && ` · ${t('downloads.listeners', { count: listeners })}`}
      </Text>
    </>
  );
}

function Buttons({ download }: { download: Download }) {
  const { t } = useTranslation('music');
  const client = useQueryClient();
  const { key, state, endedAt, title, id } = download;
  const params = { params: { path: { key } } };
  const done = { onSettled: () => client.invalidateQueries({ queryKey: DOWNLOADS_KEY }), onError: notifyProblem };
  const remove = useMutation({ mutationFn: () => body(api.DELETE('/api/admin/downloads/queue/{key}', params)), ...done });
  const retry = useMutation({ mutationFn: () => body(api.POST('/api/admin/downloads/queue/{key}/retry', params)), ...done });
  const name = title ?? id;
  const removeLabel = t(endedAt === undefined ? 'downloads.cancel' : 'downloads.strike', { title: name });
  return (
    <Group gap={4} wrap="nowrap">
      {(state === 'failed' || state === 'cancelled') && (
        <Tooltip label={t('downloads.retry', { title: name })}>
          <ActionIcon variant="subtle" color="gray" loading={retry.isPending} onClick={() => retry.mutate()} aria-label={t('downloads.retry', { title: name })}>
            <IconRefresh size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
      )}
      <Tooltip label={removeLabel}>
        <ActionIcon variant="subtle" color="gray" loading={remove.isPending} onClick={() => remove.mutate()} aria-label={removeLabel}>
          <IconX size={18} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </Group>
  );
}
