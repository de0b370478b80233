import type { TrackTitle } from '../listening/listening.js';
import type { SubsonicBackend } from './backend.js';
import type { SubsonicCall } from './call.js';
import { numberAt, objectAt, textAt } from './envelope.js';

/**
 * Looks up what a song of the library is, with the credentials of the call that spoke of it, once and when someone asks. Credentials that
 * came in a form are not put into an address; such a song stays without a title.
 */
export function libraryTitle(backend: SubsonicBackend, { parameters }: SubsonicCall, id: string): () => Promise<TrackTitle | undefined> {
  const credentials = parameters.queryCredentials;
  let found: Promise<TrackTitle | undefined> | undefined;
  const look = async (): Promise<TrackTitle | undefined> => {
    if (!credentials) return undefined;
    const song = objectAt(await backend.read('getSong', { ...credentials, id }), 'song');
    const title = textAt(song, 'title');
    return title === undefined ? undefined : { title, artist: textAt(song, 'artist') ?? '', album: textAt(song, 'album'), duration: numberAt(song, 'duration') };
  };
  return () => (found ??= look().catch(() => undefined));
}
