import { queryOptions } from '@tanstack/react-query';
import { api, body } from '../../api/client.js';
import { urlWith } from '../../api/http.js';
import type { DetailedRom, Rom, RomFile } from '../../api/types.js';
import { listParams, type GallerySearch, type ListQuery } from './filters.js';
import { WINDOW } from './windows.js';

const PLAIN = { with_char_index: false, with_filter_values: false, with_rom_id_index: false, with_total: false } as const;

/** Key of everything that shows games: invalidated while a scan adds some. */
export const ROMS_KEY = ['roms'] as const;

/** A piece of a list of games. */
export const listRoms = (query: ListQuery, signal: AbortSignal) => body(api.GET('/api/roms', { params: { query }, signal }));

export const platformsQuery = queryOptions({ queryKey: ['platforms'], queryFn: ({ signal }) => body(api.GET('/api/platforms', { signal })) });

export const statsQuery = queryOptions({ queryKey: ['stats'], queryFn: ({ signal }) => body(api.GET('/api/stats', { signal })) });

export const recentQuery = queryOptions({
  queryKey: [...ROMS_KEY, 'recent'],
  queryFn: ({ signal }) => listRoms({ ...PLAIN, order_by: 'id', order_dir: 'desc', limit: 15, offset: 0 }, signal),
});

/** What lies in the library folder. */
export const libraryFoldersQuery = queryOptions({ queryKey: ['setup', 'library'], queryFn: ({ signal }) => body(api.GET('/api/setup/library', { signal })), staleTime: 0 });

/** Length, letters and filter values of a list, without its games. */
export const listHeadQuery = (search: GallerySearch) =>
  queryOptions({
    queryKey: [...ROMS_KEY, 'head', listParams(search)],
    queryFn: ({ signal }) => listRoms({ ...listParams(search), limit: 1, offset: 0, with_char_index: true, with_filter_values: true, with_rom_id_index: false, with_total: true }, signal),
  });

/** One window of a list. */
export const listWindowQuery = (search: GallerySearch, window: number) =>
  queryOptions({
    queryKey: [...ROMS_KEY, 'window', listParams(search), window],
    queryFn: ({ signal }) => listRoms({ ...listParams(search), ...PLAIN, limit: WINDOW, offset: window * WINDOW }, signal),
    staleTime: 60_000,
  });

export const romQuery = (id: number) => queryOptions({ queryKey: [...ROMS_KEY, 'one', id], queryFn: ({ signal }) => body(api.GET('/api/roms/{id}', { params: { path: { id } }, signal })) });

/** The best hits for a few typed letters. */
export async function searchRoms(term: string, limit: number, signal: AbortSignal): Promise<Rom[]> {
  return (await listRoms({ ...PLAIN, search_term: term, limit, offset: 0 }, signal)).items;
}

/** A link that the browser itself can follow and resume: the cookie signs it in (library-api spec §9.1). */
export function downloadUrl(rom: DetailedRom, fileIds: readonly number[] = []): string {
  const only = fileIds.length === 1 ? rom.files.find((file) => file.id === fileIds[0]) : undefined;
  const name = only?.file_name ?? rom.fs_name;
  return urlWith(`/api/roms/${rom.id}/content/${encodeURIComponent(name)}`, fileIds.length === 0 ? {} : { file_ids: fileIds.join(',') });
}

/** A track that a player can read and seek in. */
export const trackUrl = (file: RomFile): string => urlWith(`/api/roms/${file.id}/files/content/${encodeURIComponent(file.file_name)}`, {});

/** Something that was kept of a game; the stamp changes with it, so that it may be remembered for ever. */
export const resourceUrl = (path: string, stamp: string): string => urlWith(`/assets/romm/resources/${path.split('/').map(encodeURIComponent).join('/')}`, { ts: stamp });

/** Title of a game: its matched name, else the name of its file. */
export const titleOf = (rom: Pick<Rom, 'name' | 'fs_name_no_tags' | 'fs_name'>): string => rom.name ?? (rom.fs_name_no_tags === '' ? rom.fs_name : rom.fs_name_no_tags);
