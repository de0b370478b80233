import { queryOptions } from '@tanstack/react-query';
import { urlWith } from '../../api/http.js';
import { http } from '../../api/untyped.js';
import type { Platform, Rom, RomPage, SetupLibrary, Stats } from '../../api/types.js';
import { listParams, type GallerySearch } from './filters.js';
import { WINDOW } from './windows.js';

const PLAIN = { with_char_index: false, with_filter_values: false, with_rom_id_index: false, with_total: false } as const;

/** Key of everything that shows games: invalidated while a scan adds some. */
export const ROMS_KEY = ['roms'] as const;

export const platformsQuery = queryOptions({
  queryKey: ['platforms'],
  queryFn: ({ signal }) => http.get<Platform[]>('/api/platforms', { signal }),
});

export const statsQuery = queryOptions({
  queryKey: ['stats'],
  queryFn: ({ signal }) => http.get<Stats>('/api/stats', { signal }),
});

export const recentQuery = queryOptions({
  queryKey: [...ROMS_KEY, 'recent'],
  queryFn: ({ signal }) => http.get<RomPage>('/api/roms', { query: { ...PLAIN, order_by: 'id', order_dir: 'desc', limit: 15, offset: 0 }, signal }),
});

export const libraryFoldersQuery = queryOptions({
  queryKey: ['setup', 'library'],
  queryFn: ({ signal }) => http.get<SetupLibrary>('/api/setup/library', { signal }),
});

/** Length, letters and filter values of a list, without its games. */
export const listHeadQuery = (search: GallerySearch) =>
  queryOptions({
    queryKey: [...ROMS_KEY, 'head', listParams(search)],
    queryFn: ({ signal }) =>
      http.get<RomPage>('/api/roms', { query: { ...listParams(search), limit: 1, offset: 0, with_char_index: true, with_filter_values: true, with_rom_id_index: false, with_total: true }, signal }),
  });

/** One window of a list. */
export const listWindowQuery = (search: GallerySearch, window: number) =>
  queryOptions({
    queryKey: [...ROMS_KEY, 'window', listParams(search), window],
    queryFn: ({ signal }) => http.get<RomPage>('/api/roms', { query: { ...listParams(search), ...PLAIN, limit: WINDOW, offset: window * WINDOW }, signal }),
    staleTime: 60_000,
  });

export const romQuery = (id: number) => queryOptions({ queryKey: [...ROMS_KEY, 'one', id], queryFn: ({ signal }) => http.get<Rom>(`/api/roms/${id}`, { signal }) });

/** The best hits for a few typed letters. */
export async function searchRoms(term: string, limit: number, signal: AbortSignal): Promise<Rom[]> {
  const page = await http.get<RomPage>('/api/roms', { query: { ...PLAIN, search_term: term, limit, offset: 0 }, signal });
  return page.items;
}

/** A link that the browser itself can follow and resume: the cookie signs it in (library-api spec §9.1). */
export function downloadUrl(rom: Rom, fileIds: readonly number[] = []): string {
  const only = fileIds.length === 1 ? rom.files.find((file) => file.id === fileIds[0]) : undefined;
  const name = only?.file_name ?? rom.fs_name;
  return urlWith(`/api/roms/${rom.id}/content/${encodeURIComponent(name)}`, fileIds.length === 0 ? {} : { file_ids: fileIds.join(',') });
}

/** Title of a game: its matched name, else the name of its file. */
export const titleOf = (rom: Pick<Rom, 'name' | 'fs_name_no_tags' | 'fs_name'>): string => rom.name ?? (rom.fs_name_no_tags === '' ? rom.fs_name : rom.fs_name_no_tags);
