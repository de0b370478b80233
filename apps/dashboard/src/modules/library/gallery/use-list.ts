import { keepPreviousData, useQueries, useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useRef } from 'react';
import type { Rom, RomPage } from '../../../api/types.js';
import { useLiveEvent } from '../../../live/socket.js';
import { listHeadQuery, listWindowQuery, ROMS_KEY } from '../api.js';
import type { GallerySearch } from '../filters.js';
import { WINDOW, windowsOf } from '../windows.js';

/** Length, letters and filter values of the list on screen; the last ones stay while new ones are on their way. */
export function useListHead(search: GallerySearch): UseQueryResult<RomPage> {
  return useQuery({ ...listHeadQuery(search), placeholderData: keepPreviousData });
}

export interface VisibleGames {
  /** The game at that place of the list; undefined while it is on its way. */
  at: (index: number) => Rom | undefined;
  /** The first failure among the windows on screen. */
  error: unknown;
  retry: () => void;
}

/**
 * Games of the rows on screen. Only windows that stay in sight for a moment are asked for, so that a pull on the
 * scroll bar through 100,000 games is one request and not a thousand; a window that leaves the screen before its
 * answer came is cancelled.
 */
export function useVisibleGames(search: GallerySearch, first: number, last: number, total: number): VisibleGames {
  const [range] = useDebouncedValue(`${first}-${last}`, 60);
  const [from = 0, to = 0] = range.split('-').map(Number);
  const windows = windowsOf(from, to, total);
  const results = useQueries({ queries: windows.map((window) => listWindowQuery(search, window)) });
  const client = useQueryClient();
  return {
    at: (index) => {
      const window = Math.floor(index / WINDOW);
      const page = client.getQueryData(listWindowQuery(search, window).queryKey);
      return page?.items[index - window * WINDOW];
    },
    error: results.find((result) => result.isError && result.data === undefined)?.error ?? null,
    retry: () => {
      for (const result of results) if (result.isError) void result.refetch();
    },
  };
}

/** While a scan finds games they appear; at most one refresh in two seconds. */
export function useGamesAppear(): void {
  const client = useQueryClient();
  const timer = useRef<number | undefined>(undefined);
  const soon = () => {
    timer.current ??= window.setTimeout(() => {
      timer.current = undefined;
      void client.invalidateQueries({ queryKey: ROMS_KEY });
      void client.invalidateQueries({ queryKey: ['platforms'] });
      void client.invalidateQueries({ queryKey: ['stats'] });
    }, 2000);
  };
  useLiveEvent('scan:scanning_rom', soon);
  useLiveEvent('scan:done', soon);
  useEffect(() => () => window.clearTimeout(timer.current), []);
}
