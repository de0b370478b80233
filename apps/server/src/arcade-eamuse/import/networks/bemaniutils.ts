import { isArcadePin, type PinBox } from '../../core/pins.js';
import type { GameRegistry } from '../../dispatch/registry.js';
import type { ArcadeData } from '../../store/arcade-data.js';
import { parsePcbid } from '../../store/ids.js';
import { NETWORK_ARCADE } from '../../store/machines.js';
import type { BemaniutilsSource, SourceRow } from './bemaniutils-source.js';
import { foreignDocument } from './foreign-document.js';
import type { ImportRun, ImportWriter, ImportReport } from '../import-writer.js';
import { takeScore } from './merge-score.js';
import { PlayerMap, type ForeignPlayer } from './take-players.js';
import { takeSongs, type ForeignChart } from './take-songs.js';

const NOT_TAKEN = [
  'web accounts and their passwords: players claim their cards with card number and PIN',
  'owners of arcades: an admin names them', 'federation clients and servers: their tokens have to be exchanged anew',
  'the audit, open sessions, lobbies and marks of scheduled work',
];
const REMOTE_LIMIT = 0xffff_ffff;
/** Highest region number that is one. */
const OTHER_REGION = 2000;

const text = (value: string | number | null | undefined): string => String(value ?? '');
const optional = (value: string | number | null | undefined): string | null => (value === null || value === undefined ? null : String(value).slice(0, 255));
const int = (value: string | number | null | undefined): number => Number(value ?? 0);

/** Takes a bemaniutils network over (core spec 8). What is here already stays; better scores win. */
export class BemaniutilsImport {
  private readonly players: PlayerMap;
  private readonly arcades = new Map<number, number>([[NETWORK_ARCADE, NETWORK_ARCADE]]);
  private readonly machines = new Map<number, number>();
  private songs = new Map<number, number>();

  constructor(private readonly data: ArcadeData, private readonly source: BemaniutilsSource, private readonly run: ImportRun, private readonly pins: PinBox, private readonly registry: GameRegistry, now: number) {
    this.players = new PlayerMap(run, pins, now);
  }

  async start(): Promise<ImportReport> {
    await this.takePlaces();
    await this.takePlayers();
    this.songs = await takeSongs(this.run, (await this.source.all('SELECT id, songid, chart, game, version, name, artist, genre, data FROM music')).map((row) => this.chart(row)), await this.data.music.nextId());
    await this.takeProfiles();
    await this.takeScores();
    await this.takeRest();
    return this.run.finish(NOT_TAKEN);
  }

  private async takePlaces(): Promise<void> {
    const { run, source } = this;
    await run.each('arcades', await source.optional('arcade', 'SELECT id, name, description, pin, pref, area, data FROM arcade'), async (writer, row) => {
      const known = await writer.find('arcade_arcades', { name: text(row['name']) });
      this.arcades.set(int(row['id']), known === undefined ? await this.makeArcade(writer, row) : int(known['id']));
      writer.count('arcades', known === undefined ? 'added' : 'kept');
    });
    await run.each('machines', await source.optional('machine', 'SELECT id, pcbid, name, description, arcadeid, port, game, version, data FROM machine'), (writer, row) => this.takeMachine(writer, row));
    await run.each('game settings', await source.optional('arcade_settings', 'SELECT arcadeid, game, version, type, data FROM arcade_settings'), async (writer, row) => {
      const arcade = this.arcades.get(int(row['arcadeid']));
      const data = this.document(row);
      if (arcade !== undefined && data !== undefined) await writer.add('game settings', 'arcade_game_config', { arcade_id: arcade, game: text(row['game']), version: int(row['version']), type: text(row['type']) }, { data });
    });
  }

  private async makeArcade(writer: ImportWriter, row: SourceRow): Promise<number> {
    const region = int(row['pref']);
    const id = await writer.insert('arcade_arcades', {
      name: text(row['name']), description: text(row['description']), pin: '', region: region >= 1 && region <= OTHER_REGION ? region : OTHER_REGION, area: optional(row['area'])?.slice(0, 63) ?? null, data: this.document(row) ?? '{}',
    });
    const pin = text(row['pin']);
    await writer.update('arcade_arcades', id, { pin: this.pins.sealArcade(id, isArcadePin(pin) ? pin : '00000000') });
    return id;
  }

  private async takeMachine(writer: ImportWriter, row: SourceRow): Promise<void> {
    const pcbid = parsePcbid(text(row['pcbid']));
    if (pcbid === undefined) return this.run.note(`a machine has no PCBID: "${text(row['pcbid']).slice(0, 20)}"`);
    const known = await writer.find('arcade_machines', { pcbid });
    writer.count('machines', known === undefined ? 'added' : 'kept');
    if (known !== undefined) return void this.machines.set(int(row['id']), int(known['id']));
    let port = int(row['port']);
    while ((await writer.find('arcade_machines', { port })) !== undefined) port++;
    const id = await writer.insert('arcade_machines', {
      pcbid, name: text(row['name']).slice(0, 255), description: text(row['description']).slice(0, 255), arcade_id: this.arcades.get(int(row['arcadeid'])) ?? null, port,
      game: optional(row['game']), pinned_version: row['version'] === null ? null : int(row['version']), data: this.document(row) ?? '{}',
    });
    this.machines.set(int(row['id']), id);
  }

  private async takePlayers(): Promise<void> {
    const cards = groupBy(await this.source.all('SELECT id, userid FROM card'), 'userid');
    const refids = groupBy(await this.source.all('SELECT game, version, refid, userid FROM refid'), 'userid');
    const users = this.source.rows('SELECT id, pin FROM user ORDER BY id');
    await this.run.each('players', users, (writer, row) => {
      const id = text(row['id']);
      const player: ForeignPlayer = {
        id, pin: text(row['pin']), cards: (cards.get(id) ?? []).map((card) => text(card['id'])),
        refids: (refids.get(id) ?? []).map((one) => ({ refid: text(one['refid']), game: text(one['game']), version: int(one['version']) })),
      };
      return this.players.take(writer, player);
    });
    await this.run.each('player numbers', this.source.rows('SELECT game, extid, userid FROM extid'), async (writer, row) => {
      const userId = await this.players.idOf(writer, text(row['userid']));
      if (userId === undefined) return;
      const game = text(row['game']);
      const owner = await writer.find('arcade_extids', { extid: int(row['extid']) });
      if (owner !== undefined && (int(owner['user_id']) !== userId || owner['game'] !== game)) return this.run.note('a player number belongs to somebody here: the player gets a new one');
      await writer.add('player numbers', 'arcade_extids', { game, user_id: userId }, { extid: int(row['extid']) });
    });
  }

  private async takeProfiles(): Promise<void> {
    const { run, source } = this;
    const ofRefid = (kind: string, table: string, more: (row: SourceRow) => Record<string, string | number>) => async (writer: ImportWriter, row: SourceRow): Promise<void> => {
      const place = this.players.refids.get(text(row['refid']));
      const data = this.document(row);
      if (place === undefined || data === undefined) return;
      await writer.add(kind, table, { user_id: place.userId, game: place.game, version: place.version, ...more(row) }, { data });
    };
    const item = (row: SourceRow) => ({ type: text(row['type']), item_id: int(row['id']) });
    await run.each('profiles', source.rows('SELECT refid, data FROM profile'), ofRefid('profiles', 'arcade_profiles', () => ({})));
    await run.each('achievements', await source.optional('achievement', 'SELECT refid, id, type, data FROM achievement'), ofRefid('achievements', 'arcade_achievements', item));
    await run.each('timed achievements', await source.optional('time_based_achievement', 'SELECT refid, id, type, timestamp, data FROM time_based_achievement'),
      ofRefid('timed achievements', 'arcade_timed_achievements', (row) => ({ ...item(row), achieved_at: int(row['timestamp']) })));
    await run.each('series achievements', await source.optional('series_achievement', 'SELECT game, userid, id, type, data FROM series_achievement'), async (writer, row) => {
      await this.ofUser(writer, row, (userId, data) => writer.add('series achievements', 'arcade_series_achievements', { user_id: userId, game: text(row['game']), ...item(row) }, { data }));
    });
    await run.each('play statistics', await source.optional('game_settings', 'SELECT game, userid, data FROM game_settings'), async (writer, row) => {
      await this.ofUser(writer, row, (userId, data) => writer.add('play statistics', 'arcade_player_settings', { user_id: userId, game: text(row['game']) }, { data }));
    });
    await run.each('rivals', await source.optional('link', 'SELECT game, version, userid, type, other_userid, data FROM link'), async (writer, row) => {
      const other = await this.players.idOf(writer, text(row['other_userid']));
      if (other === undefined) return;
      await this.ofUser(writer, row, (userId, data) => writer.add('rivals', 'arcade_links', { user_id: userId, game: text(row['game']), version: int(row['version']), type: text(row['type']), other_user_id: other }, { data }));
    });
    await run.each('balances', await source.optional('balance', 'SELECT userid, arcadeid, balance FROM balance WHERE balance > 0'), async (writer, row) => {
      const userId = await this.players.idOf(writer, text(row['userid']));
      const arcade = this.arcades.get(int(row['arcadeid']));
      if (userId !== undefined && arcade !== undefined && arcade !== NETWORK_ARCADE) await writer.add('balances', 'arcade_balances', { user_id: userId, arcade_id: arcade }, { balance: int(row['balance']) });
    });
  }

  private async takeScores(): Promise<void> {
    const series = new Map((await this.source.all('SELECT DISTINCT id, game FROM music')).map((row) => [int(row['id']), text(row['game'])]));
    await this.run.each('scores', this.source.rows('SELECT userid, musicid, points, timestamp, `update` AS touched, lid, data FROM score'), async (writer, row) => {
      const userId = Number(row['userid']) > REMOTE_LIMIT ? undefined : this.players.users.get(text(row['userid']));
      const musicId = this.songs.get(int(row['musicid']));
      const data = this.document(row);
      if (userId === undefined || musicId === undefined || data === undefined) return this.run.note('a score has no player or no song');
      const page = this.registry.series(series.get(int(row['musicid'])) ?? '')?.federation;
      await takeScore(writer, { userId, musicId, points: int(row['points']), achievedAt: int(row['timestamp']), touchedAt: int(row['touched']), machineId: this.machines.get(int(row['lid'])) ?? 0, data }, page);
    });
    await this.run.each('plays', this.source.rows('SELECT userid, musicid, points, timestamp, lid, new_record, data FROM score_history'), async (writer, row) => {
      const userId = text(row['userid']) === '0' ? 0 : this.players.users.get(text(row['userid']));
      const musicId = this.songs.get(int(row['musicid']));
      const data = this.document(row);
      if (userId === undefined || musicId === undefined || data === undefined) return;
      const rest = { points: int(row['points']), machine_id: this.machines.get(int(row['lid'])) ?? 0, new_record: int(row['new_record']) === 1, data };
      await writer.add('plays', 'arcade_attempts', { user_id: userId, music_id: musicId, played_at: int(row['timestamp']) }, rest);
    });
  }

  private async takeRest(): Promise<void> {
    const { run, source } = this;
    await run.each('catalog', await source.optional('catalog', 'SELECT game, version, id, type, data FROM catalog'), async (writer, row) => {
      const data = this.document(row);
      if (data !== undefined) await writer.add('catalog', 'arcade_catalog', { game: text(row['game']), version: int(row['version']), type: text(row['type']), item_id: int(row['id']) }, { data });
    });
    await run.each('events', await source.optional('time_sensitive_settings', 'SELECT game, version, name, start_time, end_time, data FROM time_sensitive_settings'), async (writer, row) => {
      const data = this.document(row);
      if (data !== undefined) await writer.add('events', 'arcade_timed_settings', { game: text(row['game']), version: int(row['version']), name: text(row['name']), start_time: int(row['start_time']) }, { end_time: int(row['end_time']), data });
    });
    await run.each('news', await source.optional('news', 'SELECT timestamp, title, body FROM news'), (writer, row) =>
      writer.add('news', 'arcade_news', { posted_at: int(row['timestamp']), title: text(row['title']).slice(0, 255) }, { body: text(row['body']) }).then(() => undefined));
  }

  private async ofUser(writer: ImportWriter, row: SourceRow, add: (userId: number, data: string) => Promise<unknown>): Promise<void> {
    const userId = await this.players.idOf(writer, text(row['userid']));
    const data = this.document(row);
    if (userId !== undefined && data !== undefined) await add(userId, data);
  }

  private document(row: SourceRow): string | undefined {
    const data = foreignDocument(row['data']);
    if (data === undefined) this.run.note('a row held no document');
    return data;
  }

  private chart(row: SourceRow): ForeignChart {
    return {
      id: int(row['id']), game: text(row['game']), version: int(row['version']), song: int(row['songid']), chart: int(row['chart']), name: optional(row['name']), artist: optional(row['artist']), genre: optional(row['genre']),
      data: this.document(row) ?? '{}',
    };
  }
}

function groupBy(rows: readonly SourceRow[], key: string): Map<string, SourceRow[]> {
  const groups = new Map<string, SourceRow[]>();
  for (const row of rows) {
    const group = groups.get(text(row[key]));
    if (group === undefined) groups.set(text(row[key]), [row]);
    else group.push(row);
  }
  return groups;
}
