import { Alert, Badge, Button, CopyButton, Drawer, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { IconCheck, IconCopy, IconRepeat } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, body } from '../../../api/client.js';
import { Confirm } from '../../../components/confirm.js';
import { QueryView } from '../../../components/states.js';
import { useFormat } from '../../../i18n/format.js';
import { notifyProblem } from '../../../shell/notify.js';
import type { Answer } from '../api.js';
import { exchangeQuery } from '../operation/api.js';
import { MessageTree } from './message-tree.js';
import { useClock } from './use-clock.js';

type Detail = Answer<'/api/arcade/traffic/{id}'>;

/** One exchange: both trees, without PINs, and the same question once more. */
export function ExchangeDrawer({ id, onClose }: { id: number | null; onClose: () => void }) {
  const { t } = useTranslation(['arcade', 'common']);
  return (
    <Drawer opened={id !== null} onClose={onClose} position="right" size="xl" title={t('traffic.exchange')} closeButtonProps={{ 'aria-label': t('common:action.close') }}>
      {id !== null && <Loaded key={id} id={id} />}
    </Drawer>
  );
}

function Loaded({ id }: { id: number }) {
  const query = useQuery(exchangeQuery(id));
  return <QueryView query={query}>{(exchange) => <Shown exchange={exchange} />}</QueryView>;
}

function Shown({ exchange }: { exchange: Detail }) {
  const { t } = useTranslation('arcade');
  const format = useFormat();
  const clock = useClock();
  const [side, setSide] = useState<'request' | 'response' | 'again'>('request');
  const [asking, setAsking] = useState(false);
  const replay = useMutation({
    mutationFn: () => body(api.POST('/api/arcade/traffic/{id}/replay', { params: { path: { id: exchange.id } } })),
    onSuccess: () => setSide('again'),
    onError: notifyProblem,
    onSettled: () => setAsking(false),
  });
  const text = side === 'request' ? exchange.request : side === 'response' ? exchange.response : (replay.data?.response ?? null);
  const sides = [
    { value: 'request', label: t('traffic.request') },
    { value: 'response', label: t('traffic.response') },
    ...(replay.data === undefined ? [] : [{ value: 'again', label: t('traffic.again') }]),
  ];
  return (
    <Stack>
      <div>
        <Text fw={650} className="mono" translate="no">
          {exchange.call}
        </Text>
        <Text size="sm" c="dimmed" translate="no">
          {[exchange.model, exchange.pcbid, exchange.address].join(' · ')}
        </Text>
        <Group gap={6} mt={6}>
          <Badge variant="light" color={exchange.status === 200 ? 'felt' : 'red'} translate="no">
            {exchange.status}
          </Badge>
          <Badge variant="light" color="gray" tt="none">
            {clock(exchange.at)}
          </Badge>
          <Badge variant="light" color="gray" tt="none">
            {t('traffic.ms', { ms: format.number(exchange.milliseconds) })}
          </Badge>
          <Badge variant="light" color="gray" tt="none" translate="no">
            {[exchange.container, exchange.encoding, ...(exchange.encrypted ? ['RC4'] : []), ...(exchange.compressed ? ['LZ77'] : [])].join(' · ')}
          </Badge>
        </Group>
      </div>
      <Group justify="space-between">
        <SegmentedControl aria-label={t('traffic.side')} value={side} onChange={(next) => setSide(next as typeof side)} data={sides} />
        <Group gap="xs">
          {text !== null && (
            <CopyButton value={text} timeout={1500}>
              {({ copied, copy }) => (
                <Button variant="default" leftSection={copied ? <IconCheck size={18} aria-hidden /> : <IconCopy size={18} aria-hidden />} onClick={copy}>
                  {t('traffic.copy')}
                </Button>
              )}
            </CopyButton>
          )}
          <Button variant="default" leftSection={<IconRepeat size={18} aria-hidden />} loading={replay.isPending} onClick={() => setAsking(true)}>
            {t('traffic.replay')}
          </Button>
        </Group>
      </Group>
      {side === 'again' && replay.data !== undefined && (
        <Alert variant="light" color={replay.data.response === exchange.response ? 'felt' : 'amber'}>
          {t(replay.data.outcome !== 'answer' ? 'traffic.againNone' : replay.data.response === exchange.response ? 'traffic.againSame' : 'traffic.againOther')}
        </Alert>
      )}
      {text === null ? <Text c="dimmed">{t('traffic.noAnswer')}</Text> : <MessageTree key={side} text={text} />}
      <Confirm opened={asking} title={t('traffic.replayAsk')} confirmLabel={t('traffic.replay')} busy={replay.isPending} onConfirm={() => replay.mutate()} onClose={() => setAsking(false)}>
        {t('traffic.replayText')}
      </Confirm>
    </Stack>
  );
}
