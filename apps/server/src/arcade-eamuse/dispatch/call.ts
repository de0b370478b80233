import type { Node } from '@rumpus/eamuse-protocol';
import type { Config } from '@rumpus/config';

import type { ArcadeData, Tables } from '../store/arcade-data.js';
import { Doc } from '../store/document.js';
import type { MachineRecord } from '../store/machines.js';
import { OMNIMIX } from '../store/music.js';
import type { UserId } from '../store/players.js';
import type { Profile } from '../store/profiles.js';
import type { Score } from '../store/scores.js';
import type { GameSetting, GameVersion, SeriesDefinition } from './game.js';
import type { Model } from './model.js';
import type { Inquiry, Network } from './network.js';

/** What holds for one request: who asks, and what the arcade he asks from allows. */
export interface RequestScope {
  readonly model: Model;
  readonly machine: MachineRecord;
  /** PASELI after the arcade's overrides (core spec 2.4). */
  readonly paseliEnabled: boolean;
  readonly paseliInfinite: boolean;
  /** The web address shown in games; undefined when there is none or the arcade hides it. */
  readonly uri: string | undefined;
  /** IPv4 address of the client, as the server sees it. */
  readonly clientAddress: string;
  /** `host[:port]` of the request, for addresses that are not configured. */
  readonly host: string | undefined;
  /** Path under which the request came, `/eamuse` on the main port; empty on the own port. */
  readonly prefix: string;
  /** Whole seconds. */
  readonly now: number;
}

/** Which games there are, for a handler that looks up another one. */
export type ResolveGame = (model: Model, parent: Model) => GameVersion | undefined;

/** One call of a cabinet as a handler sees it. */
export class Call {
  private configDoc: Doc | undefined;
  private inquiry: Inquiry | undefined;
  private omnimixSongs: boolean | undefined;

  constructor(
    /** The module's node. */
    readonly request: Node,
    readonly scope: RequestScope,
    readonly game: GameVersion,
    readonly definition: SeriesDefinition,
    readonly data: ArcadeData,
    readonly network: Network,
    readonly config: Config['arcade'],
    readonly resolveGame: ResolveGame,
  ) {}

  get module(): string {
    return this.request.name;
  }
  get method(): string {
    return this.request.attribute('method') ?? '';
  }
  get now(): number {
    return this.scope.now;
  }
  get series(): string {
    return this.game.series;
  }
  get version(): number {
    return this.game.version;
  }
  get machine(): MachineRecord {
    return this.scope.machine;
  }
  get isOmnimix(): boolean {
    return this.scope.model.rev === 'X';
  }

  /** The version under which this build finds its songs; an omnimix build without songs of its own uses the plain ones. */
  async musicVersion(tables: Tables = this.data): Promise<number> {
    if (!this.isOmnimix) return this.version;
    const bumped = this.version + OMNIMIX;
    this.omnimixSongs ??= await tables.music.has(this.series, bumped);
    return this.omnimixSongs ? bumped : this.version;
  }

  /** What other networks know; all that one call asks of them shares one budget of time. */
  get others(): Inquiry {
    this.inquiry ??= this.network.others.inquiry();
    return this.inquiry;
  }

  /** Profiles of this version, by player: our own and those that peers know. */
  async profilesOf(userIds: readonly UserId[]): Promise<Map<UserId, Profile>> {
    const local = await this.data.profiles.any(this.series, this.version, userIds.filter((id) => id > 0));
    const missing = userIds.filter((id) => !local.has(id));
    const remote = missing.length === 0 ? [] : await this.others.profiles(this.definition, this.version, missing);
    return new Map([...local, ...remote]);
  }

  /** A player's bests on the charts of a music version, with those that peers know. */
  async scoresOf(userId: UserId, musicVersion: number): Promise<readonly Score[]> {
    const local = await this.data.scores.ofPlayer(this.series, musicVersion, userId);
    return this.others.ofPlayer(this.definition, musicVersion, userId, local);
  }

  /** The record of every chart of a music version, with those that peers know. */
  async records(musicVersion: number): Promise<readonly Score[]> {
    const local = await this.data.scores.records(this.series, musicVersion);
    return this.others.records(this.definition, musicVersion, local, this.now);
  }

  /** The player of this game with that refid. */
  player(refid: string | undefined): Promise<UserId | undefined> {
    return this.data.players.byRefid(this.series, this.version, refid);
  }

  /** The operator's settings of this version, with the defaults of what he left unset. */
  async settings(): Promise<Doc> {
    this.configDoc ??= withDefaults(await this.data.machines.gameConfig(this.series, this.version, this.machine.arcade?.id), this.game.settings ?? []);
    return this.configDoc;
  }
}

/** Settings of a version with defaults filled in; values of the wrong type count as unset. */
export function withDefaults(stored: Doc, settings: readonly GameSetting[]): Doc {
  const doc = new Doc();
  for (const setting of settings) {
    const value = stored.values[setting.key];
    const typed = setting.kind === 'bool' ? typeof value === 'boolean' : setting.kind === 'int' ? Number.isInteger(value) : typeof value === 'string';
    doc.set(setting.key, typed && value !== undefined ? value : setting.default);
  }
  return doc;
}
