import { Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../../components/page.js';
import { QueryView } from '../../../components/states.js';
import { When } from '../../../components/when.js';
import { eventsQuery } from '../api/queries.js';
import type { ServerEvent } from '../api/types.js';
import classes from './events.module.css';

const BAD = new Set(['crashed', 'restart_given_up', 'config_write_failed', 'job_failed', 'hang_detected', 'memory_limit', 'disk_low', 'cpu_high', 'fps_low', 'rcon_refused', 'killed', 'orphan_found']);
const GOOD = new Set(['ready', 'started', 'rcon_connected', 'created', 'backup_created', 'reattached']);

/** Events that have a sentence of their own; others show their name. */
const KNOWN = [
  'created', 'updated', 'start_requested', 'started', 'ready', 'stop_requested', 'stopped', 'crashed', 'restart_scheduled', 'restart_given_up', 'killed', 'reattached', 'orphan_found', 'config_changed', 'config_write_failed',
  'mission_uploaded', 'mission_deleted', 'rotation_changed', 'mods_changed', 'player_kicked', 'player_banned', 'player_unbanned', 'rcon_connected', 'rcon_lost', 'rcon_refused', 'rcon_command', 'backup_created', 'backup_restored',
  'player_joined', 'player_left', 'schedule_fired', 'job_failed', 'hang_detected', 'memory_limit', 'disk_low', 'cpu_high', 'fps_low', 'no_players',
] as const;

/** What an event is called. */
export function useEventName(): (type: string) => string {
  const { t } = useTranslation('servers');
  return (type) => {
    const known = KNOWN.find((one) => one === type);
    return known === undefined ? type : t(`event.${known}`);
  };
}

/** What happened last. */
export function EventList({ id }: { id: number }) {
  const { t } = useTranslation('servers');
  const query = useQuery(eventsQuery(id, { limit: 12 }));
  return (
    <Panel title={t('overview.events')}>
      <QueryView query={query} isEmpty={({ items }) => items.length === 0} empty={<Text c="dimmed">{t('overview.noEvents')}</Text>}>
        {({ items }) => (
          <Stack component="ul" gap={0} className={classes.list}>
            {items.map((event) => (
              <Line key={event.id} event={event} />
            ))}
          </Stack>
        )}
      </QueryView>
    </Panel>
  );
}

/** The part of an event's details that says the most in few words. */
function gist({ detail }: ServerEvent): string {
  const text = [detail['name'], detail['section'], detail['filename'], detail['command'], detail['reason'], detail['message']].find((value) => typeof value === 'string' && value !== '');
  return typeof text === 'string' ? text : '';
}

function Line({ event }: { event: ServerEvent }) {
  const name = useEventName();
  const tone = BAD.has(event.event_type) ? 'bad' : GOOD.has(event.event_type) ? 'good' : 'calm';
  return (
    <li className={classes.line} data-tone={tone}>
      <div style={{ minWidth: 0 }}>
        <Text size="sm" fw={550}>
          {name(event.event_type)}
        </Text>
        <Text size="xs" c="dimmed" truncate translate="no">
          {gist(event)}
        </Text>
      </div>
      <Group gap={4} wrap="nowrap">
        <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
          <When at={event.created_at} relative />
        </Text>
      </Group>
    </li>
  );
}
