import { Badge, Group, Text } from '@mantine/core';
import { IconAlertTriangleFilled, IconCircleCheckFilled } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../components/page.js';
import { useLiveState } from '../../live/socket.js';

/** What this browser can see of the way to the server: a proxy that eats WebSockets or ranges is told from here. */
export function SelfTest() {
  const { t } = useTranslation('system');
  const live = useLiveState() === 'live';
  const ranges = useQuery({ queryKey: ['self-test', 'ranges'], queryFn: ({ signal }) => answersRanges(signal), retry: false, staleTime: 60_000 });
  return (
    <Panel title={t('selfTest.title')}>
      <Result ok={live} name={t('selfTest.live')} hint={live ? null : t('selfTest.liveHint')} />
      {ranges.data !== undefined && <Result ok={ranges.data} name={t('selfTest.ranges')} hint={ranges.data ? null : t('selfTest.rangesHint')} />}
      <Result ok={window.isSecureContext} name={t('selfTest.secure')} hint={window.isSecureContext ? null : t('selfTest.secureHint')} />
    </Panel>
  );
}

/** Asks for the first byte of our own icon: a proxy that drops `Range` breaks resumable downloads. */
async function answersRanges(signal: AbortSignal): Promise<boolean> {
  const answer = await fetch('/favicon.svg', { headers: { range: 'bytes=0-0' }, cache: 'no-store', signal });
  return answer.status === 206;
}

function Result({ ok, name, hint }: { ok: boolean; name: string; hint: string | null }) {
  const { t } = useTranslation('system');
  return (
    <Group gap="sm" py="sm" wrap="nowrap" align="flex-start" style={{ borderBottom: '1px solid var(--rumpus-border)' }}>
      {ok ? <IconCircleCheckFilled size={22} color="var(--mantine-color-felt-6)" aria-hidden /> : <IconAlertTriangleFilled size={22} color="var(--mantine-color-amber-5)" aria-hidden />}
      <div style={{ flex: 1 }}>
        <Text fw={600}>{name}</Text>
        {hint !== null && (
          <Text size="sm" c="dimmed">
            {hint}
          </Text>
        )}
      </div>
      <Badge color={ok ? 'felt' : 'amber'} variant="light" tt="none">
        {t(ok ? 'selfTest.ok' : 'selfTest.notOk')}
      </Badge>
    </Group>
  );
}
