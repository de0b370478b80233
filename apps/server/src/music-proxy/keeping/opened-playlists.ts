import { LRUCache } from 'lru-cache';
import { mainArtist, type Playlist, type Song } from '../core/models.js';
import type { MusicTrack } from '../store/entities.js';
import type { Tracks } from '../store/tracks.js';
import type { PlaylistFiles } from './playlist-files.js';

const rememberedMs = 5 * 60_000;

interface Opened {
  readonly playlist: Playlist;
  readonly songs: readonly Song[];
}

/**
 * Playlists users have looked at lately. A track that is played from one is written into its M3U, with the others of it that are there
 * (music-proxy spec §5.9).
 */
export class OpenedPlaylists {
  private readonly bySong = new LRUCache<string, Opened>({ max: 5000, ttl: rememberedMs });

  constructor(
    private readonly tracks: Tracks,
    private readonly files: PlaylistFiles,
  ) {}

  /** A playlist is shown to someone. */
  opened(playlist: Playlist, songs: readonly Song[]): void {
    for (const song of songs) this.bySong.set(keyOf(song), { playlist, songs });
  }

  /** A track has come to stay. */
  async arrived(track: MusicTrack): Promise<void> {
    const opened = this.bySong.get(`${track.provider}:${track.externalId}`);
    if (opened && track.storage !== 'cache') await this.write(opened.playlist, opened.songs);
  }

  /** Writes a playlist's file from those of its tracks that stay on disk, in its order. Cached ones would soon be dead entries. */
  async write(playlist: Playlist, songs: readonly Song[]): Promise<void> {
    const stored = await this.tracks.findAll(songs);
    const entries = songs.flatMap((song) => {
      const track = stored.get(keyOf(song));
      return track && track.storage !== 'cache' ? [{ artist: mainArtist(song).name, title: song.title, duration: song.duration, path: track.path }] : [];
    });
    if (entries.length > 0) await this.files.write(playlist, entries);
  }
}

const keyOf = ({ provider, id }: Pick<Song, 'provider' | 'id'>): string => `${provider}:${id}`;
