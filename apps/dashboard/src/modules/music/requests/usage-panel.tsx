import { Button, Group, Progress, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, body } from '../../../api/client.js';
import { Panel } from '../../../components/page.js';
import { When } from '../../../components/when.js';
import { useFormat } from '../../../i18n/format.js';
import { notifyProblem } from '../../../shell/notify.js';
import { usageQuery } from '../api.js';
import { useMayWrite } from '../parts/music-page.js';

/** Which routes players use most, counted since the start or the last reset. */
export function UsagePanel() {
  const { t } = useTranslation('music');
  const format = useFormat();
  const client = useQueryClient();
  const mayWrite = useMayWrite();
  const { data } = useQuery({ ...usageQuery, refetchInterval: 30_000 });
  const reset = useMutation({ mutationFn: () => body(api.DELETE('/api/admin/debug/endpoint-usage')), onSettled: () => client.invalidateQueries({ queryKey: usageQuery.queryKey }), onError: notifyProblem });
  if (data === undefined || data.endpoints.length === 0) return null;
  const most = Math.max(...data.endpoints.map(({ count }) => count));
  return (
    <Panel
      title={t('usage.title')}
      aside={
        mayWrite && (
          <Button size="compact-sm" variant="default" loading={reset.isPending} onClick={() => reset.mutate()}>
            {t('usage.reset')}
          </Button>
        )
      }
    >
      <Text size="sm" c="dimmed" mb="xs">
        {t('usage.since')} <When at={data.since} relative />
      </Text>
      {data.endpoints.map(({ endpoint, count }) => (
        <Group key={endpoint} gap="md" py={4} wrap="nowrap">
          <Text size="sm" className="mono" translate="no" flex="1 1 0" miw={0}>
            {endpoint}
          </Text>
          <Progress value={(count / most) * 100} flex="1 1 0" aria-label={t('usage.countOf', { endpoint })} />
          <Text size="sm" miw={64} ta="right">
            {format.number(count)}
          </Text>
        </Group>
      ))}
    </Panel>
  );
}
