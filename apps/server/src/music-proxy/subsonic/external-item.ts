import type { Catalogue } from '../catalogue/catalogue.js';
import { formatExternalId, type ExternalId } from '../core/external-id.js';
import { mainArtist } from '../core/models.js';
import type { Item } from '../listening/listening.js';

/** An external song as something that is listened to; without length and title when its provider is away. */
export async function externalItem(catalogue: Catalogue, id: ExternalId, signal: AbortSignal): Promise<Item> {
  const song = await catalogue.song(id, signal).catch(() => undefined);
  const title = song && { title: song.title, artist: mainArtist(song).name, album: song.album?.name, duration: song.duration };
  return { id: formatExternalId(id), source: id.provider, length: song?.duration, describe: () => Promise.resolve(title) };
}
