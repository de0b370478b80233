import { useQueryClient } from '@tanstack/react-query';
import { useLiveEvent } from '../../../live/socket.js';
import { DOWNLOADS_KEY, FILES_KEY, PLAYING_KEY, type Download } from '../api.js';

/** Keeps the list of what is played fresh. */
export function usePlayingEvents(): void {
  const client = useQueryClient();
  useLiveEvent('music:playing', () => void client.invalidateQueries({ queryKey: PLAYING_KEY }));
}

/** Puts each event of a download into the queue on screen; one that ends changes the files as well. */
export function useDownloadEvents(): void {
  const client = useQueryClient();
  useLiveEvent<Download>('music:download', (view) => {
    client.setQueryData<Download[]>(DOWNLOADS_KEY, (list) => (list === undefined ? list : withDownload(list, view)));
    if (view.endedAt !== undefined) void client.invalidateQueries({ queryKey: FILES_KEY });
  });
}

/** The list with this download in its place, or first when it is new. */
export function withDownload(list: readonly Download[], view: Download): Download[] {
  return list.some(({ key }) => key === view.key) ? list.map((one) => (one.key === view.key ? view : one)) : [view, ...list];
}
