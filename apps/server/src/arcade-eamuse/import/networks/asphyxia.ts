import type { PinBox } from '../../core/pins.js';
import type { AsphyxiaPlayer, SeriesDefinition } from '../../dispatch/game.js';
import type { GameRegistry } from '../../dispatch/registry.js';
import { encodeDocument } from '../../store/document.js';
import { newExtid } from '../../store/ids.js';
import { type AsphyxiaDocument, asphyxiaFiles, readAsphyxia } from './asphyxia-folder.js';
import type { ImportRun, ImportWriter, ImportReport } from '../import-writer.js';
import { takeScore } from './merge-score.js';
import { PlayerMap } from './take-players.js';

const NOT_TAKEN = ['options, event progress and settings of a plugin: their layout is each plugin\'s own', 'rivals', 'single plays: asphyxia keeps bests only'];

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Takes players, cards, profiles and bests of an asphyxia data folder over. What is here already stays; better scores win. */
export class AsphyxiaImport {
  private readonly players: PlayerMap;

  constructor(private readonly folder: string, private readonly run: ImportRun, pins: PinBox, private readonly registry: GameRegistry, private readonly now: number) {
    this.players = new PlayerMap(run, pins, now);
  }

  async start(): Promise<ImportReport> {
    const { core, plugins } = await asphyxiaFiles(this.folder);
    const documents = await readAsphyxia(core);
    const cards = documents.filter((document) => document['__s'] === 'card');
    const people = documents.filter((document) => document['__s'] === 'profile' && text(document['__refid']) !== '');
    await this.run.each('players', people, (writer, document) => {
      const id = text(document['__refid']);
      return this.players.take(writer, { id, pin: text(document['pin']), cards: cards.filter((card) => card['__refid'] === id).map((card) => text(card['cid'])), refids: [] });
    });
    for (const [plugin, file] of plugins) await this.takePlugin(plugin, file);
    return this.run.finish(NOT_TAKEN);
  }

  private async takePlugin(plugin: string, file: string): Promise<void> {
    const series = this.registry.all().find(({ asphyxia }) => asphyxia?.plugin === plugin);
    if (series?.asphyxia === undefined) return this.run.note(`plugin ${plugin.slice(0, 40)}: nothing here reads it`);
    const own = new Map<string, AsphyxiaDocument[]>();
    for (const document of await readAsphyxia(file)) {
      const player = text(document['__refid']);
      if (document['__s'] === 'plugins_profile' && this.players.users.has(player)) own.set(player, [...(own.get(player) ?? []), document]);
    }
    await this.run.each(series.title, own, (writer, [player, documents]) => this.takePlayer(writer, series, series.asphyxia?.read(documents), this.players.users.get(player)));
  }

  private async takePlayer(writer: ImportWriter, series: SeriesDefinition, read: AsphyxiaPlayer | undefined, userId: number | undefined): Promise<void> {
    if (read === undefined || userId === undefined) return;
    const game = series.series;
    if (read.profiles.length > 0) await this.takeNumber(writer, game, userId);
    for (const { version, doc, items } of read.profiles) {
      const isNew = await writer.add('profiles', 'arcade_profiles', { user_id: userId, game, version }, { data: encodeDocument(doc.values) });
      // A profile that is ours keeps its own items.
      if (!isNew) continue;
      for (const item of items) await writer.add('achievements', 'arcade_achievements', { user_id: userId, game, version, type: item.type, item_id: item.id }, { data: encodeDocument(item.doc.values) });
    }
    for (const { version, song, chart, points, doc } of read.scores) {
      const known = (await writer.find('arcade_music', { game, version, song_id: song, chart })) ?? (await writer.find('arcade_music', { game, song_id: song, chart }));
      if (known === undefined) this.run.note(`${series.title}: a score has no song here; import the songs first`);
      else await takeScore(writer, { userId, musicId: Number(known['music_id']), points, achievedAt: this.now, touchedAt: this.now, machineId: 0, data: encodeDocument(doc.values) }, series.federation);
    }
  }

  private async takeNumber(writer: ImportWriter, game: string, userId: number): Promise<void> {
    if ((await writer.find('arcade_extids', { game, user_id: userId })) !== undefined) return;
    let extid = newExtid();
    while ((await writer.find('arcade_extids', { extid })) !== undefined) extid = newExtid();
    await writer.add('player numbers', 'arcade_extids', { game, user_id: userId }, { extid });
  }
}
