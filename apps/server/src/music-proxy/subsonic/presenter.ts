import type { AudioFacts, MusicProvider, Quality } from '../providers/provider.js';
import { containerOf } from '../providers/provider.js';
import type { Album, Artist, Playlist, Song } from '../core/models.js';
import type { Favourites } from '../store/favourites.js';
import type { MusicTrack } from '../store/entities.js';
import type { Plays } from '../store/plays.js';
import type { Ratings } from '../store/ratings.js';
import type { Tracks } from '../store/tracks.js';
import { albumId, artistId, playlistId, songId, type ShowContext } from './shapes.js';

export interface PresenterOptions {
  readonly label: string;
  /** Providers with audio in their order, and the quality wanted of each: what a track that is not on disk will most likely be. */
  readonly audio: readonly MusicProvider[];
  readonly quality: (provider: string) => Quality;
}

/** Gathers what is known about items beside the catalogue: stars, files on disk, what would be delivered. */
export class Presenter {
  constructor(
    private readonly favourites: Favourites,
    private readonly tracks: Tracks,
    private readonly plays: Plays,
    private readonly ratings: Ratings,
    private readonly options: PresenterOptions,
  ) {}

  /** The context in which these items are shown to a user. Four queries, however many items. */
  async context(
    user: string,
    items: { songs?: readonly Song[]; albums?: readonly Album[]; artists?: readonly Artist[]; playlists?: readonly Playlist[] },
  ): Promise<ShowContext> {
    const songs = [...(items.songs ?? []), ...(items.albums ?? []).flatMap((album) => album.songs ?? [])];
    const ids = [...songs.map(songId), ...(items.albums ?? []).map(albumId), ...(items.artists ?? []).map(artistId), ...(items.playlists ?? []).map(playlistId)];
    const [starred, stored, played, rated] = await Promise.all([this.favourites.starredAt(user, ids), this.tracks.findAll(songs), this.plays.countsOf(user, songs.map(songId)), this.ratings.of(user, ids)]);
    return {
      label: this.options.label,
      starred,
      played,
      rated,
      audio: (song) => {
        const track = stored.get(`${song.provider}:${song.id}`);
        return track ? factsOf(track) : this.expected(song);
      },
    };
  }

  private expected(song: Song): AudioFacts | undefined {
    const provider = this.options.audio.find(({ name }) => name === song.provider) ?? this.options.audio[0];
    return provider?.expectedAudio?.(this.options.quality(provider.name));
  }
}

/** Facts of a file on disk. */
export function factsOf(track: MusicTrack): AudioFacts {
  return {
    container: containerOf(track.container) ?? 'mp3',
    size: track.size,
    bitDepth: track.bitDepth ?? undefined,
    sampleRate: track.sampleRate ?? undefined,
    bitrate: track.bitrate ?? undefined,
  };
}
