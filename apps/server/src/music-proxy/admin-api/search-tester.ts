import { Injectable } from '@nestjs/common';
import type { Hits, SourceReport } from '../catalogue/catalogue.js';
import { newAlbums, newArtists, newSongs } from '../core/merge.js';
import { mainArtist } from '../core/models.js';
import { MusicProxy } from '../music-proxy.js';
import { passwordCredentials } from '../subsonic/backend.js';
import { listAt, numberAt, objectAt, textAt, type JsonObject } from '../subsonic/envelope.js';
import { albumIdentity, songIdentity } from '../subsonic/search.endpoints.js';
import { albumId, artistId, playlistId, songId } from '../subsonic/shapes.js';
import type { SearchResult } from './admin.dto.js';

const library = 'library';

/** A row with what it is compared by. */
interface Row<T, Identity> {
  readonly row: T;
  readonly identity: Identity;
}

/**
 * Searches as a client would and shows what each source gave, how long it took, and which rows a client would not see because another
 * source has them. The library takes part when there is an account for scans.
 */
@Injectable()
export class SearchTester {
  constructor(private readonly proxy: MusicProxy) {}

  async search(query: string, limit: number): Promise<SearchResult> {
    const { searchBudgetMs } = this.proxy.settings.music;
    const counts = { songs: limit, albums: limit, artists: limit, playlists: limit };
    const [hits, own] = await Promise.all([this.proxy.catalogue.search(query, counts, searchBudgetMs, new AbortController().signal), this.library(query, limit)]);
    return { query, budgetMs: searchBudgetMs, ...merged(hits, own.result), sources: [...own.reports, ...hits.sources] };
  }

  private async library(query: string, limit: number): Promise<{ result: JsonObject; reports: SourceReport[] }> {
    const { subsonicScanUser: user, subsonicScanPassword: password } = this.proxy.settings.music;
    if (user === undefined || password === undefined) return { result: {}, reports: [] };
    const startedAt = performance.now();
    const most = String(limit);
    const report = (result: JsonObject, error?: string): SourceReport => {
      const [songs, albums, artists] = [listAt(result, 'song').length, listAt(result, 'album').length, listAt(result, 'artist').length];
      return { provider: library, ms: Math.round(performance.now() - startedAt), songs, albums, artists, playlists: 0, ...(error === undefined ? {} : { error }) };
    };
    try {
      const answer = await this.proxy.backend.read('search3', { ...passwordCredentials(user, password), query, songCount: most, albumCount: most, artistCount: most });
      const result = objectAt(answer, 'searchResult3');
      return { result, reports: [report(result, answer.status === 'ok' ? undefined : (textAt(objectAt(answer, 'error'), 'message') ?? 'refused'))] };
    } catch (error) {
      return { result: {}, reports: [report({}, error instanceof Error ? error.message : 'no answer')] };
    }
  }
}

function merged(hits: Hits, local: JsonObject): Pick<SearchResult, 'songs' | 'albums' | 'artists' | 'playlists'> {
  const songs = [
    ...listAt(local, 'song').map((song) => {
      const identity = songIdentity(song);
      return { identity, row: { id: textAt(song, 'id') ?? '', title: identity.title, artist: identity.artist, album: textAt(song, 'album'), duration: identity.duration, isrc: identity.isrc, source: library } };
    }),
    ...hits.songs.map((song) => {
      const identity = { title: song.title, artist: mainArtist(song).name, duration: song.duration, isrc: song.isrc };
      return { identity, row: { id: songId(song), title: song.title, artist: identity.artist, album: song.album?.name, duration: song.duration, isrc: song.isrc, source: song.provider } };
    }),
  ];
  const albums = [
    ...listAt(local, 'album').map((album) => ({ identity: albumIdentity(album), row: { id: textAt(album, 'id') ?? '', ...albumIdentity(album), year: numberAt(album, 'year'), songCount: numberAt(album, 'songCount'), source: library } })),
    ...hits.albums.map((album) => {
      const identity = { title: album.title, artist: mainArtist(album).name };
      return { identity, row: { id: albumId(album), ...identity, year: album.year, songCount: album.songCount, source: album.provider } };
    }),
  ];
  const artists = [
    ...listAt(local, 'artist').map((artist) => ({ identity: textAt(artist, 'name') ?? '', row: { id: textAt(artist, 'id') ?? '', name: textAt(artist, 'name') ?? '', source: library } })),
    ...hits.artists.map((artist) => ({ identity: artist.name, row: { id: artistId(artist), name: artist.name, source: artist.provider } })),
  ];
  return {
    songs: mark(songs, (kept, one) => newSongs(kept, [one], (song) => song, 1).length > 0),
    albums: mark(albums, (kept, one) => newAlbums(kept, [one], (album) => album, 1).length > 0),
    artists: mark(artists, (kept, one) => newArtists(kept, [one], (name) => name, 1).length > 0),
    playlists: hits.playlists.map((playlist) => ({ id: playlistId(playlist), name: playlist.name, curator: playlist.curator, songCount: playlist.songCount, source: playlist.provider, shown: true })),
  };
}

/** Says of each row whether an earlier one of another source is the same. The library's own rows are all shown. */
function mark<T extends { id: string; source: string }, Identity>(rows: readonly Row<T, Identity>[], isNew: (kept: readonly Identity[], one: Identity) => boolean): (T & { shown: boolean; sameAs?: string })[] {
  const kept: Row<T, Identity>[] = [];
  return rows.map((one) => {
    const twin = one.row.source === library ? undefined : kept.find((other) => !isNew([other.identity], one.identity));
    if (twin) return { ...one.row, shown: false, sameAs: twin.row.id };
    kept.push(one);
    return { ...one.row, shown: true };
  });
}
