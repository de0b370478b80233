import type { Node } from '@rumpus/eamuse-protocol';

import type { Tables } from '../store/arcade-data.js';
import type { Doc } from '../store/document.js';
import type { Schedule } from '../store/times.js';
import type { Call } from './call.js';
import type { Model } from './model.js';

/** The series that a game can belong to; the names stand in the database. */
export const SERIES = ['bishi', 'danevo', 'ddr', 'iidx', 'jubeat', 'mga', 'museca', 'pnm', 'reflec', 'sdvx'] as const;
export type Series = (typeof SERIES)[number];

/** Answers one call: the response node, or undefined for "no answer" (404). */
export type Handler = (call: Call) => Node | undefined | Promise<Node | undefined>;

/** `module.method`, or `module.*` for every method of a module that has no handler of its own. */
export type Handlers = Readonly<Record<string, Handler>>;

interface SettingText {
  /** Key in the `game_config` document. */
  readonly key: string;
  readonly name: string;
  readonly tip: string;
}

/** One operator setting, declared once: what the dashboard shows, what it accepts, what the game gets when unset. */
export type GameSetting =
  | (SettingText & { readonly kind: 'bool'; readonly default: boolean })
  | (SettingText & { readonly kind: 'int'; readonly default: number; readonly values: Readonly<Record<number, string>> })
  | (SettingText & { readonly kind: 'str' | 'longstr'; readonly default: string });

/** Work that is done once per period, whoever plays. */
export interface ScheduledTask {
  readonly name: string;
  readonly schedule: Schedule;
  /** @returns false when there was nothing to work on: the task stays due */
  run(tables: Tables, now: number): Promise<boolean>;
}

/** What people may see and change of a profile away from the cabinet. */
export interface PlayerPage {
  /** The player's name as shown. */
  readonly name: (doc: Doc) => string;
  /** Writes a new name. @returns false when the game has no such name, and then nothing was changed */
  readonly rename: (doc: Doc, name: string) => boolean;
  /** In words, for people who choose a name. */
  readonly nameRule: string;
  /** Further facts of a profile, such as the home shop. */
  readonly details?: (doc: Doc) => Readonly<Record<string, string>>;
  /** How many rivals a player may have; none when absent. */
  readonly rivals?: number;
}

/** How a series speaks BEMAPI (core spec 15). What is absent here is not federated. */
export interface FederationPage {
  /** Name of the game in addresses. */
  readonly game: string;
  /** Version in addresses to stored version. */
  readonly versions: Readonly<Record<string, number>>;
  /** Charts that are exchanged. */
  readonly charts: readonly number[];
  /** Fields of a record beyond the common ones. */
  readonly record: (doc: Doc) => Readonly<Record<string, unknown>>;
  /** The document of a score that a peer sent. */
  readonly readRecord: (fields: Readonly<Record<string, unknown>>) => Doc;
  /** Of two scores of one player: `better` has the higher points, and wins what is not a maximum. */
  readonly merge: (worse: Doc, better: Doc) => Doc;
  /** The key of an attempt's document that says whether it was a clear or a full combo; attempts are counted by it. */
  readonly outcome: string;
  readonly isClear: (doc: Doc) => boolean;
  readonly isCombo: (doc: Doc) => boolean;
  /** Fields of a profile beyond the common ones; -1 where a profile of another version stands in. */
  readonly profile: (doc: Doc, exact: boolean) => Readonly<Record<string, unknown>>;
  /** What is taken over of a profile that a peer sent; unknown values (-1) are left out. */
  readonly readProfile: (fields: Readonly<Record<string, unknown>> & { readonly name: string }) => Doc;
  /** Fields of a song beyond the common ones. */
  readonly song: (doc: Doc) => Readonly<Record<string, unknown>>;
}

/** What an asphyxia plugin kept of one player. */
export interface AsphyxiaPlayer {
  readonly profiles: readonly { readonly version: number; readonly doc: Doc; readonly items: readonly { readonly type: string; readonly id: number; readonly doc: Doc }[] }[];
  readonly scores: readonly { readonly version: number; readonly song: number; readonly chart: number; readonly points: number; readonly doc: Doc }[];
}

/** How the data of an asphyxia plugin reads. What is absent here is not imported. */
export interface AsphyxiaPage {
  /** The plugin's name before the `@`. */
  readonly plugin: string;
  /** @param documents all that the plugin's file has of one player */
  readonly read: (documents: readonly Readonly<Record<string, unknown>>[]) => AsphyxiaPlayer;
}

/** How scores of a series read. */
export interface ScorePage {
  /** Names of the charts, by number. */
  readonly charts: Readonly<Record<number, string>>;
  /** What the document of a score says, in words and numbers. */
  readonly describe: (doc: Doc) => Readonly<Record<string, string | number | null>>;
  /** Where the game sorts its songs by the part of the series they came with; absent where it does not. */
  readonly categories?: {
    /** By number, which also is their order, oldest first. */
    readonly names: Readonly<Record<number, string>>;
    /** @param doc the song's data in the newest version that has it @param versions all that have it */
    readonly of: (doc: Doc, versions: readonly number[]) => number | undefined;
  };
}

/** One version of a game: everything that differs from its relatives. */
export interface GameVersion {
  readonly series: Series;
  readonly version: number;
  readonly name: string;
  readonly handlers: Handlers;
  readonly settings?: readonly GameSetting[];
  /** Names after the usual twelve in `services.get`. */
  readonly extraServices?: readonly string[];
  readonly supportsPaseli?: (model: Model) => boolean;
  /** Whether `cardmng.inquire` may tell of an old profile as "expired". */
  readonly supportsExpired?: boolean;
  readonly extendedRegions?: boolean;
  /** Spaces before the card number in the PASELI log. */
  readonly paseliPadding?: number;
  readonly scheduled?: readonly ScheduledTask[];
  readonly page?: PlayerPage;
  /** Called by `cardmng.bindmodel`. */
  readonly bind?: (call: Call, userId: number) => Promise<void>;
}

/** A series: its game codes, and which version a model means. */
export interface SeriesDefinition {
  readonly series: Series;
  readonly title: string;
  readonly gameCodes: readonly string[];
  readonly scores?: ScorePage;
  readonly federation?: FederationPage;
  readonly asphyxia?: AsphyxiaPage;
  /** All versions that lists show, oldest first. */
  readonly versions: readonly GameVersion[];
  /** @param parent the newer game that asks about this model; it decides where the model has no date */
  resolve(model: Model, parent?: Model): GameVersion | undefined;
}

/** The value of a setting in a configuration document, or its default. */
export const settingDefault = (setting: GameSetting): boolean | number | string => setting.default;
