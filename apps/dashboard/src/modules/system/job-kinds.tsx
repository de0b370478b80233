import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, body } from '../../api/client.js';
import { Panel } from '../../components/page.js';
import { QueryView } from '../../components/states.js';
import { notifyProblem } from '../../shell/notify.js';
import { JOBS_KEY, jobKindsQuery, type JobKind } from './api.js';

/** Kinds of jobs: how many wait, and a switch to start no more of one. */
export function JobKinds() {
  const { t } = useTranslation('system');
  const query = useQuery({ ...jobKindsQuery, refetchInterval: 15_000 });
  if (query.data?.length === 0) return null;
  return (
    <Panel title={t('kinds.title')}>
      <QueryView query={query}>
        {(kinds) => (
          <Stack gap={0}>
            {kinds.map((kind) => (
              <Kind key={kind.name} kind={kind} />
            ))}
          </Stack>
        )}
      </QueryView>
    </Panel>
  );
}

function Kind({ kind }: { kind: JobKind }) {
  const { t } = useTranslation('system');
  const client = useQueryClient();
  const toggle = useMutation({
    mutationFn: () => {
      const params = { params: { path: { name: kind.name } } };
      return body(kind.paused ? api.POST('/api/jobs/kinds/{name}/resume', params) : api.POST('/api/jobs/kinds/{name}/pause', params));
    },
    onSettled: () => client.invalidateQueries({ queryKey: JOBS_KEY }),
    onError: notifyProblem,
  });
  const Glyph = kind.paused ? IconPlayerPlay : IconPlayerPause;
  return (
    <Group gap="sm" py="sm" style={{ borderBottom: '1px solid var(--rumpus-border)' }}>
      <Text fw={600} size="sm" flex={1} miw={140} translate="no">
        {kind.name}
      </Text>
      {kind.paused && (
        <Badge color="amber" variant="light" tt="none">
          {t('kinds.paused')}
        </Badge>
      )}
      <Text size="sm" c="dimmed">
        {t('kinds.counts', { active: kind.counts.active ?? 0, waiting: (kind.counts.waiting ?? 0) + (kind.counts.delayed ?? 0), failed: kind.counts.failed ?? 0 })}
      </Text>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<Glyph size={16} aria-hidden />}
        loading={toggle.isPending}
        onClick={() => toggle.mutate()}
        aria-label={t(kind.paused ? 'kinds.resumeNamed' : 'kinds.pauseNamed', { kind: kind.name })}
      >
        {t(kind.paused ? 'kinds.resume' : 'kinds.pause')}
      </Button>
    </Group>
  );
}
