import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { SERVERS_KEY, serverKey } from '../api/data.js';
import { playersQuery, serverQuery, serversQuery } from '../api/queries.js';
import type { ServerSummary } from '../api/types.js';
import { feedOf, type Channel, type Frames } from './feed.js';

/** Calls `handler` for each frame of a channel while the component is on screen. */
export function useFeed<C extends Channel>(target: number | 'all', channel: C, handler: (serverId: number, data: Frames[C]) => void): void {
  const latest = useRef(handler);
  useEffect(() => {
    latest.current = handler;
  });
  useEffect(() => feedOf(target).on(channel, (serverId, data) => latest.current(serverId, data)), [target, channel]);
}

/** Puts what a frame says into the lists and pages that are loaded. */
function patch(client: QueryClient, serverId: number, change: Partial<ServerSummary>): void {
  client.setQueryData(serversQuery.queryKey, (servers) => servers?.map((server) => (server.id === serverId ? { ...server, ...change } : server)));
  client.setQueryData(serverQuery(serverId).queryKey, (server) => server && { ...server, ...change });
}

/** At most once a second, and once more at the end, so that a storm of events is no storm of requests. */
function useCalmly(work: () => void): () => void {
  const state = useRef<{ timer?: ReturnType<typeof setTimeout> }>({});
  const latest = useRef(work);
  useEffect(() => {
    latest.current = work;
  });
  useEffect(() => {
    const held = state.current;
    return () => clearTimeout(held.timer);
  }, []);
  return () => {
    state.current.timer ??= setTimeout(() => {
      delete state.current.timer;
      latest.current();
    }, 700);
  };
}

/** Kinds of events that change what a list of a server shows, with the part that is to be fetched again. */
const PARTS: readonly (readonly [RegExp, string])[] = [
  [/^config_changed$/, 'config'],
  [/^(mission_|rotation_)/, 'missions'],
  [/^mods_changed$/, 'mods'],
  [/^player_(un)?banned$/, 'bans'],
  [/^backup_/, 'backups'],
  [/^crashed$/, 'crashes'],
  [/^schedule_/, 'schedules'],
];

/** Keeps servers fresh from the feed: states and readings are patched in, what frames don't tell is fetched again. */
export function useServersLive(target: number | 'all'): void {
  const client = useQueryClient();
  const stale = useRef(new Set<string>());
  const refresh = useCalmly(() => {
    void client.invalidateQueries({ queryKey: serversQuery.queryKey });
    if (target === 'all') return;
    for (const part of ['detail', 'events', ...stale.current]) void client.invalidateQueries({ queryKey: serverKey(target, part) });
    stale.current.clear();
  });
  useFeed(target, 'status', (id, { status, desired_state, pid, started_at, restart_in_seconds, restart_count }) => {
    patch(client, id, { status, desired_state, pid, started_at, restart_in_seconds, restart_count });
    stale.current.add('headless');
    refresh();
  });
  useFeed(target, 'metrics', (id, { cpu_percent, ram_mb, server_fps, player_count }) => patch(client, id, { cpu_percent, ram_mb, server_fps, ...(player_count === null ? {} : { player_count }) }));
  useFeed(target, 'players', (id, { players, count }) => {
    client.setQueryData(playersQuery(id).queryKey, { players, count, updated_at: new Date().toISOString(), stale: false });
  });
  useFeed(target, 'event', (_id, { event_type: type }) => {
    for (const [kind, part] of PARTS) if (kind.test(type)) stale.current.add(part);
    refresh();
  });
  useEffect(() => feedOf(target).onReconnect(() => void client.invalidateQueries({ queryKey: SERVERS_KEY })), [client, target]);
}
