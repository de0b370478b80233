import { useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.js';
import { data, serverKey } from '../api/data.js';
import type { LogPage } from '../api/types.js';
import { feedOf } from '../live/feed.js';
import { useFeed } from '../live/use-feed.js';
import { append, lineOfLog, prepend, type ConsoleLine } from './buffer.js';

const PAGE = 500;
/** By then what was told before the console opened is stored. */
const SETTLED_MS = 2_500;
const NOTHING: readonly ConsoleLine[] = [];

/** History first, then live; lines typed here come between. */
export function useConsole(id: number) {
  const { t } = useTranslation('servers');
  const [live, setLive] = useState(NOTHING);
  const [cleared, setCleared] = useState(false);
  const [dropped, setDropped] = useState(0);
  const counter = useRef(0);
  const history = useInfiniteQuery({
    queryKey: serverKey(id, 'console'),
    queryFn: ({ pageParam, signal }) => data<LogPage>(api.GET('/api/servers/{id}/logs', { params: { path: { id }, query: { limit: PAGE, order: 'desc', ...(pageParam === null ? {} : { cursor: Number(pageParam) }) } }, signal })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    staleTime: Infinity,
    gcTime: 0,
  });
  const lines = useMemo(() => {
    const stored = cleared ? NOTHING : (history.data?.pages ?? []).flatMap(({ items }) => items).toReversed().map(lineOfLog);
    return prepend(live, stored);
  }, [history.data, live, cleared]);

  useFeed(id, 'log', (_, frame) => {
    setLive((before) => append(before, frame.entries.map(lineOfLog)));
    if (frame.dropped > 0) setDropped((count) => count + frame.dropped);
  });
  const { refetch } = history;
  // Entries are told first and stored in batches: one that was told before we listened may be stored after we asked.
  useEffect(() => {
    const timer = setTimeout(() => void refetch(), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [refetch]);
  // What came while the connection was away is in the history.
  useEffect(() => feedOf(id).onReconnect(() => void refetch()), [id, refetch]);

  const write = useCallback((kind: ConsoleLine['kind'], message: string, level: ConsoleLine['level'] = 'info') => {
    counter.current += 1;
    const line = { key: `own ${counter.current}`, kind, ts: new Date().toISOString(), level, category: '', message, repeat: 1 };
    setLive((before) => append(before, [line]));
  }, []);

  const last = useRef<string | null>(null);
  useFeed(id, 'status', (_, frame) => {
    // The first frame tells how things stand, not that they changed.
    if (last.current !== null && last.current !== frame.status) write('state', t(`status.${frame.status}`), frame.status === 'crashed' || frame.status === 'error' ? 'error' : 'info');
    last.current = frame.status;
  });

  const clear = () => {
    setLive(NOTHING);
    setCleared(true);
  };
  return { lines, dropped, history, write, earlier: history.hasNextPage && !cleared ? { load: () => void history.fetchNextPage(), busy: history.isFetchingNextPage } : null, clear };
}
