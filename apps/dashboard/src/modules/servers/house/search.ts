import { asOneOf, asText } from '../../../shell/search.js';

/** Bans by what has become of them. */
export const BAN_STATES = ['active', 'expired', 'lifted', 'all'] as const;
export type BanState = (typeof BAN_STATES)[number];
/** Whether bans end by themselves. */
export const LASTS = ['any', 'forever', 'for_a_time'] as const;
export type Lasts = (typeof LASTS)[number];
/** Why a backup was made. */
export const BACKUP_KINDS = ['manual', 'scheduled', 'safety', 'imported'] as const;
export type BackupKind = (typeof BACKUP_KINDS)[number];

/** What the addresses of all lists over servers hold. */
export interface HouseSearch {
  q?: string;
  server?: number;
}

export interface BansSearch extends HouseSearch {
  state?: Exclude<BanState, 'active'>;
  lasts?: Exclude<Lasts, 'any'>;
}

export interface SeenSearch extends HouseSearch {
  watch?: true;
  /** GUID of the player whose dossier is open. */
  player?: string;
}

export interface BackupsSearch extends Pick<HouseSearch, 'server'> {
  kind?: BackupKind;
}

const asServer = (value: unknown): number | undefined => {
  const id = Number(asText(value));
  return Number.isInteger(id) && id > 0 && id < 2 ** 31 ? id : undefined;
};

const common = (raw: Record<string, unknown>): HouseSearch => {
  const [q, server] = [asText(raw['q'])?.slice(0, 64), asServer(raw['server'])];
  return { ...(q === undefined ? {} : { q }), ...(server === undefined ? {} : { server }) };
};

/** Reads the address of the list of bans; whatever makes no sense is left out. */
export function validateBans(raw: Record<string, unknown>): BansSearch {
  const [state, lasts] = [asOneOf(raw['state'], BAN_STATES), asOneOf(raw['lasts'], LASTS)];
  return { ...common(raw), ...(state === undefined || state === 'active' ? {} : { state }), ...(lasts === undefined || lasts === 'any' ? {} : { lasts }) };
}

/** Reads the address of the list of players. */
export function validateSeen(raw: Record<string, unknown>): SeenSearch {
  const player = asText(raw['player']);
  return { ...common(raw), ...(asText(raw['watch']) === 'true' ? { watch: true as const } : {}), ...(player !== undefined && /^[0-9a-f]{32}$/.test(player) ? { player } : {}) };
}

/** Reads the address of the list of backups. */
export function validateBackups(raw: Record<string, unknown>): BackupsSearch {
  const [server, kind] = [asServer(raw['server']), asOneOf(raw['kind'], BACKUP_KINDS)];
  return { ...(server === undefined ? {} : { server }), ...(kind === undefined ? {} : { kind }) };
}
