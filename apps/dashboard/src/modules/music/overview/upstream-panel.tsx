import { Anchor, Badge, Group, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../../components/page.js';
import type { Upstream } from '../api.js';
import { Fact } from '../parts/facts.js';
import { HealthBadge } from '../parts/health-badge.js';
import { useMayConfigure } from '../parts/music-page.js';

/** The music server behind the proxy and what it can do. */
export function UpstreamPanel({ upstream }: { upstream: Upstream }) {
  const { t } = useTranslation('music');
  const mayChange = useMayConfigure();
  return (
    <Panel title={t('upstream.title')} aside={<HealthBadge ok={upstream.reachable} />}>
      <UpstreamFacts upstream={upstream} />
      {mayChange && (
        <Anchor mt="sm" display="inline-block" renderRoot={(props) => <Link to="/music-proxy/settings" {...props} />}>
          {t('upstream.change')}
        </Anchor>
      )}
    </Panel>
  );
}

/** What is known of a music server, also of one that is only tried out. */
export function UpstreamFacts({ upstream }: { upstream: Upstream }) {
  const { t } = useTranslation('music');
  const { url, type, serverVersion, version, error, extensions, accepted, mayScan, ms } = upstream;
  return (
    <Stack gap={0}>
      {error !== undefined && (
        <Text size="sm" c="var(--mantine-color-error)" pb="xs">
          {error}
        </Text>
      )}
      <Fact name={t('upstream.address')}>
        <span className="mono" translate="no">
          {url}
        </span>
      </Fact>
      {upstream.reachable && (
        <>
          <Fact name={t('upstream.server')}>
            <span translate="no">{[type ?? 'Subsonic', serverVersion].filter(Boolean).join(' ')}</span>
          </Fact>
          <Fact name={t('upstream.protocol')}>
            <span translate="no">{version ?? '–'}</span>
            {upstream.openSubsonic && (
              <Badge ml={8} size="sm" variant="light" tt="none">
                <span translate="no">OpenSubsonic</span>
              </Badge>
            )}
          </Fact>
          <Fact name={t('upstream.latency')}>{t('ms', { ms: Math.round(ms) })}</Fact>
          {accepted !== undefined && <Fact name={t('upstream.account')}>{t(accepted ? 'upstream.accepted' : 'upstream.refused')}</Fact>}
          {mayScan !== undefined && <Fact name={t('upstream.scan')}>{t(mayScan ? 'upstream.mayScan' : 'upstream.mayNotScan')}</Fact>}
          {extensions.length > 0 && (
            <Group gap={6} pt="sm">
              {extensions.map((extension) => (
                <Badge key={extension.name} variant="default" tt="none" translate="no">
                  {extension.name}
                </Badge>
              ))}
            </Group>
          )}
        </>
      )}
    </Stack>
  );
}
