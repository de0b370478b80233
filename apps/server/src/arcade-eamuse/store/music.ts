import { decodeDocument, Doc } from './document.js';
import { fitsColumn, type Row, type Sql } from './sql.js';

/** One chart of one song in one version. Rows that share `musicId` are the same chart in other versions. */
export interface Song {
  musicId: number;
  game: string;
  version: number;
  songId: number;
  chart: number;
  name: string | undefined;
  artist: string | undefined;
  genre: string | undefined;
  doc: Doc;
}

/** Omnimix builds look their songs up under version + 10000 (core spec 8). */
export const OMNIMIX = 10_000;

const text = (value: string | number | null | undefined): string | undefined => (value === null || value === undefined ? undefined : String(value));

const toSong = (row: Row): Song => ({
  musicId: Number(row['music_id']),
  game: String(row['game']),
  version: Number(row['version']),
  songId: Number(row['song_id']),
  chart: Number(row['chart']),
  name: text(row['name']),
  artist: text(row['artist']),
  genre: text(row['genre']),
  doc: new Doc(decodeDocument(row['data'] as string | null)),
});

/** Newest first; omnimix builds, whose numbers are higher than any, come after what was published. */
const NEWEST_FIRST = `CASE WHEN version > ${OMNIMIX} THEN 1 ELSE 0 END, version DESC`;
const SELECT = 'SELECT music_id, game, version, song_id, chart, name, artist, genre, data FROM arcade_music';

/** The song tables of all series. */
export class Music {
  constructor(private readonly sql: Sql) {}

  /** The identity of a chart, under which its scores are kept in all versions. */
  async idOf(game: string, version: number, songId: number, chart: number): Promise<number | undefined> {
    if (!fitsColumn(songId) || !fitsColumn(chart)) return undefined;
    const row = await this.sql.first('SELECT music_id FROM arcade_music WHERE game = ? AND version = ? AND song_id = ? AND chart = ?', [game, version, songId, chart]);
    return row === undefined ? undefined : Number(row['music_id']);
  }

  async songs(game: string, version: number): Promise<Song[]> {
    return (await this.sql.all(`${SELECT} WHERE game = ? AND version = ? ORDER BY song_id, chart`, [game, version])).map(toSong);
  }

  /** Song and chart numbers of a version, without what they are called. */
  async charts(game: string, version: number): Promise<{ songId: number; chart: number }[]> {
    return (await this.sql.all('SELECT song_id, chart FROM arcade_music WHERE game = ? AND version = ?', [game, version])).map((row) => ({ songId: Number(row['song_id']), chart: Number(row['chart']) }));
  }

  /** All versions, newest first, omnimix builds last. */
  async allSongs(game: string): Promise<Song[]> {
    return (await this.sql.all(`${SELECT} WHERE game = ? ORDER BY ${NEWEST_FIRST}, song_id, chart`, [game])).map(toSong);
  }

  /** Rows of one song in every version, newest first, omnimix builds last. */
  async song(game: string, songId: number): Promise<Song[]> {
    return (await this.sql.all(`${SELECT} WHERE game = ? AND song_id = ? ORDER BY ${NEWEST_FIRST}, chart`, [game, songId])).map(toSong);
  }

  async has(game: string, version: number): Promise<boolean> {
    return (await this.sql.first('SELECT id FROM arcade_music WHERE game = ? AND version = ?', [game, version])) !== undefined;
  }

  /** Distinct song numbers of a version, ascending. */
  async songIds(game: string, version: number): Promise<number[]> {
    return (await this.sql.all('SELECT DISTINCT song_id FROM arcade_music WHERE game = ? AND version = ? ORDER BY song_id', [game, version])).map((row) => Number(row['song_id']));
  }

  /** A fresh identity for a chart that no version has. */
  async nextId(): Promise<number> {
    return Number((await this.sql.first('SELECT MAX(music_id) AS top FROM arcade_music'))?.['top'] ?? 0) + 1;
  }

  async catalog(game: string, version: number): Promise<{ type: string; id: number; doc: Doc }[]> {
    const rows = await this.sql.all('SELECT type, item_id, data FROM arcade_catalog WHERE game = ? AND version = ? ORDER BY type, item_id', [game, version]);
    return rows.map((row) => ({ type: String(row['type']), id: Number(row['item_id']), doc: new Doc(decodeDocument(row['data'] as string | null)) }));
  }
}
