import { Alert, Badge, Group, Progress, Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconMap2, IconPlugConnectedX } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useNow } from '../../../components/use-now.js';
import { When } from '../../../components/when.js';
import { useFormat } from '../../../i18n/format.js';
import type { ServerSummary } from '../api/types.js';
import { Figure } from '../parts/figure.js';
import { LifeButtons } from '../parts/life-buttons.js';
import { isResting } from '../parts/lifecycle.js';
import { useEnd } from '../parts/use-end.js';
import { StatusBadge } from '../parts/status-badge.js';
import { useUnits } from '../parts/units.js';
import classes from './list.module.css';

/** One server at a glance, with what can be done about it. */
export function ServerCard({ server }: { server: ServerSummary }) {
  const { t } = useTranslation('servers');
  const units = useUnits();
  const titleId = useId();
  const place = [server.current_mission, server.current_map].filter((part) => part !== null && part !== '').join(' · ');
  return (
    <article className={`panel ${classes.card}`} aria-labelledby={titleId}>
      <Group justify="space-between" align="flex-start" wrap="nowrap" gap="xs">
        <div style={{ minWidth: 0 }}>
          <Title order={2} size="h3" id={titleId}>
            <Link to="/servers/$serverId" params={{ serverId: server.id }} className={classes.name} translate="no">
              {server.name}
            </Link>
          </Title>
          <Text size="sm" c="dimmed" truncate>
            {place === '' ? t('card.port', { port: server.game_port }) : <Place text={place} />}
          </Text>
        </div>
        <StatusBadge status={server.status} />
      </Group>
      <div>
        <div className={classes.figures}>
          <Figure label={t('figure.players')}>{units.players(server.player_count, server.max_players)}</Figure>
          <Figure label={t('figure.cpu')}>{units.cpu(server.cpu_percent)}</Figure>
          <Figure label={t('figure.memory')}>{units.memory(server.ram_mb)}</Figure>
          <Figure label={t('figure.fps')}>{units.fps(server.server_fps)}</Figure>
        </div>
        <Progress mt={10} size="xs" value={server.max_players === 0 ? 0 : (100 * server.player_count) / server.max_players} aria-label={t('figure.players')} />
      </div>
      <Trouble server={server} />
      <div className={classes.foot}>
        <Group gap={6}>
          <Since server={server} />
          {server.tags.map((tag) => (
            <Badge key={tag} variant="default" size="sm" tt="none" translate="no">
              {tag}
            </Badge>
          ))}
        </Group>
        <LifeButtons server={server} compact />
      </div>
    </article>
  );
}

function Place({ text }: { text: string }) {
  return (
    <span translate="no">
      <IconMap2 size={14} aria-hidden style={{ verticalAlign: '-2px', marginInlineEnd: 4 }} />
      {text}
    </span>
  );
}

/** How long it has been up, or since when it is down. */
export function Since({ server }: { server: ServerSummary }) {
  const { t } = useTranslation('servers');
  const format = useFormat();
  const up = !isResting(server.status) && server.started_at !== null;
  const now = useNow(up);
  return (
    <Text size="sm" c="dimmed" component="span">
      {up && server.started_at !== null ? t('card.up', { time: format.duration((now - Date.parse(server.started_at)) / 1000) }) : server.stopped_at === null ? t('card.never') : <Stopped at={server.stopped_at} />}
    </Text>
  );
}

function Stopped({ at }: { at: string }) {
  const { t } = useTranslation('servers');
  return (
    <>
      {t('card.stopped')} <When at={at} relative />
    </>
  );
}

/** What an operator has to know at once. */
function Trouble({ server }: { server: ServerSummary }) {
  const { t } = useTranslation('servers');
  const ended = useEnd();
  if (server.status === 'error' || server.status === 'crashed') {
    return (
      <Alert color="red" variant="light" p="xs" icon={<IconAlertTriangle size={18} aria-hidden />}>
        <Text size="sm" lineClamp={2} style={{ overflowWrap: 'anywhere' }}>
          {server.last_error ?? ended(server.last_exit)}
        </Text>
      </Alert>
    );
  }
  if (server.status === 'restarting' && server.restart_in_seconds !== null) return <Text size="sm">{t('card.restarts', { count: server.restart_count, seconds: server.restart_in_seconds })}</Text>;
  const marks = [
    server.restart_required ? ({ key: 'restart', icon: IconAlertTriangle, text: t('card.restartRequired') } as const) : null,
    server.status === 'running' && !server.rcon_connected ? ({ key: 'rcon', icon: IconPlugConnectedX, text: t('card.noRcon') } as const) : null,
  ].filter((mark) => mark !== null);
  if (marks.length === 0) return null;
  return (
    <Group gap={6}>
      {marks.map(({ key, icon: Glyph, text }) => (
        <Badge key={key} color="amber" variant="light" tt="none" leftSection={<Glyph size={12} aria-hidden />}>
          {text}
        </Badge>
      ))}
    </Group>
  );
}
