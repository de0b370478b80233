import { Injectable } from '@nestjs/common';
import { conflict, invalid, notFound } from '@rumpus/errors';

import type { GameVersion } from '../dispatch/game.js';
import { MergedNetworks } from '../federation/inquiry.js';
import { ArcadeData } from '../store/arcade-data.js';
import { Doc } from '../store/document.js';
import { formatExtid, parseExtid } from '../store/ids.js';
import type { UserId } from '../store/players.js';
import { isoOrNull, type PlayerLine, SeriesService } from './series.service.js';

/** A page may wait longer for other networks than a cabinet does. */
const PAGE_MS = 5000;
/** Strangers with one name: a search makes a row of ours for each it shows. */
const MOST_STRANGERS = 20;
const STRANGER = { remote: true, first_play: null, last_play: null, plays: 0 } as const;
const seconds = (): number => Math.floor(Date.now() / 1000);
const nameOr = (game: GameVersion, doc: Doc | undefined): string | undefined => (doc === undefined ? undefined : game.page?.name(doc));

/** Rivals of players, on this network and on others (core spec 11.2, 14). */
@Injectable()
export class RivalsService {
  constructor(private readonly data: ArcadeData, private readonly series: SeriesService, private readonly networks: MergedNetworks) {}

  /** Whoever the player has as rivals, here or on another network. One whose network says nothing right now goes by the name he had. */
  async rivals(name: string, version: number, userId: UserId): Promise<PlayerLine[]> {
    this.series.version(name, version);
    const links = await this.data.links.of(name, version, userId, 'rival');
    if (links.length === 0) return [];
    const local = new Map((await this.series.players(name)).map((line) => [line.player, line]));
    const away = links.filter((link) => !local.has(link.userId));
    const remote = away.length === 0 ? undefined : await this.networks.inquiry(PAGE_MS).profiles(this.series.series(name), version, away.map((link) => link.userId));
    return Promise.all(links.map(async (link) => local.get(link.userId) ?? {
      ...STRANGER, player: link.userId, name: nameOr(this.series.version(name, version), remote?.get(link.userId)?.doc) ?? link.doc.str('name'),
      extid: formatExtid(await this.data.players.extid(name, link.userId)), versions: [version],
    }));
  }

  /** Players of the version with that name or number. With `remote`, those of other networks too: they have no number here before somebody makes them a rival. */
  async search(name: string, version: number, term: string, remote = false): Promise<PlayerLine[]> {
    const extid = parseExtid(term.slice(0, 9));
    const wanted = term.normalize('NFKC').toLowerCase();
    const game = this.series.version(name, version);
    const isMeant = (text: string): boolean => text.normalize('NFKC').toLowerCase() === wanted;
    const local = (await this.series.players(name)).filter((line) => line.versions.includes(version) && (extid === undefined ? isMeant(line.name) : line.extid === formatExtid(extid)));
    if (!remote || local.length > 0 && extid !== undefined) return local;
    if (extid !== undefined) return this.byNumber(name, game, extid);
    const strangers = (await this.networks.inquiry(PAGE_MS).everybody(this.series.series(name), version, seconds())).filter(({ doc }) => isMeant(nameOr(game, doc) ?? '')).slice(0, MOST_STRANGERS);
    const lines: PlayerLine[] = [];
    for (const stranger of strangers) {
      const player = await this.data.players.remote(stranger.card, seconds());
      lines.push({
        ...STRANGER, player, name: nameOr(game, stranger.doc) ?? '', extid: formatExtid(await this.data.players.extid(name, player)), versions: [version],
        first_play: isoOrNull(stranger.firstPlay), last_play: isoOrNull(stranger.lastPlay), plays: stranger.plays,
      });
    }
    return [...local, ...lines];
  }

  /** A stranger has a number here once somebody found him. */
  private async byNumber(name: string, game: GameVersion, extid: number): Promise<PlayerLine[]> {
    const player = await this.data.players.byExtid(name, extid);
    const profile = player === undefined ? undefined : (await this.networks.inquiry(PAGE_MS).profiles(this.series.series(name), game.version, [player])).get(player);
    if (player === undefined || profile?.version !== game.version) return [];
    return [{ ...STRANGER, player, name: nameOr(game, profile.doc) ?? '', extid: formatExtid(extid), versions: [game.version] }];
  }

  async addRival(name: string, version: number, userId: UserId, other: UserId): Promise<void> {
    const most = this.series.version(name, version).page?.rivals ?? 0;
    if (most === 0) throw notFound('This game has no rivals');
    if (other === userId) throw invalid('Nobody is his own rival', 'player');
    const doc = await this.rivalDocument(name, version, other);
    await this.data.forPlayer(userId, async (tables) => {
      const rivals = await tables.links.of(name, version, userId, 'rival');
      if (rivals.length >= most && !rivals.some((link) => link.userId === other)) throw conflict(`This game has room for ${most} rivals`, { code: 'rivals_full' });
      await tables.links.put(name, version, userId, 'rival', other, doc);
    });
  }

  /** What is kept with a rival: the name of one whom only another network knows. */
  private async rivalDocument(name: string, version: number, other: UserId): Promise<Doc> {
    if (await this.data.profiles.has(name, version, other)) return new Doc();
    const remote = (await this.networks.inquiry(PAGE_MS).profiles(this.series.series(name), version, [other])).get(other);
    if (remote?.version !== version) throw notFound('That player has no profile in this version');
    return new Doc().setStr('name', nameOr(this.series.version(name, version), remote.doc));
  }

  async removeRival(name: string, version: number, userId: UserId, other: UserId): Promise<void> {
    if (!(await this.data.links.remove(name, version, userId, 'rival', other))) throw notFound('That player is no rival of yours');
  }
}
