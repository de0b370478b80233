import { Anchor, Badge, Group, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../../components/page.js';
import { useFormat } from '../../../i18n/format.js';
import type { Status } from '../api.js';
import { Fact } from '../parts/facts.js';
import { HealthBadge } from '../parts/health-badge.js';

/** Providers, running downloads and matches that wait for a person. */
export function SummaryPanel({ status }: { status: Status }) {
  const { t } = useTranslation('music');
  const format = useFormat();
  const { providers, downloads, matches } = status;
  return (
    <Panel title={t('summary.title')}>
      {providers.length === 0 ? (
        <Text size="sm" c="dimmed" pb="xs">
          {t('summary.noProviders')}{' '}
          <Anchor renderRoot={(props) => <Link to="/music-proxy/providers" {...props} />}>{t('summary.addProvider')}</Anchor>
        </Text>
      ) : (
        providers.map(({ name, label, healthy, latencyMs, lastError }) => (
          <Fact key={name} name={<span translate="no">{label}</span>}>
            <Group gap="xs" justify="flex-end" wrap="nowrap">
              {healthy && latencyMs !== undefined && <Text size="xs" c="dimmed">{t('ms', { ms: Math.round(latencyMs) })}</Text>}
              <HealthBadge ok={healthy} />
            </Group>
            {!healthy && lastError !== undefined && <Text size="xs" c="dimmed">{lastError}</Text>}
          </Fact>
        ))
      )}
      <Fact name={t('summary.downloads')}>
        <Anchor renderRoot={(props) => <Link to="/music-proxy/downloads" {...props} />}>{t('summary.running', { count: downloads.active })}</Anchor>
      </Fact>
      <Fact name={t('summary.review')}>
        <Anchor renderRoot={(props) => <Link to="/music-proxy/matches" {...props} />}>{format.number(matches.review)}</Anchor>
      </Fact>
      {!downloads.taggingAvailable && (
        <Badge mt="sm" color="amber" variant="light" tt="none" h="auto" py={4} styles={{ label: { whiteSpace: 'normal' } }}>
          {t('summary.noTagging')}
        </Badge>
      )}
    </Panel>
  );
}
