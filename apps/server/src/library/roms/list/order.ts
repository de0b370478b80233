import type { Dialect } from '@rumpus/persistence';

/** How a list is sorted. */
export interface RomOrder {
  /** Column of the game (`rom`) or of the caller's note (`note`). */
  readonly table: 'rom' | 'note';
  readonly column: string;
  readonly nullable: boolean;
  /** Whether its first character makes a letter index. */
  readonly textual: boolean;
  readonly descending: boolean;
}

const TEXT = ['fs_name', 'fs_name_no_ext', 'fs_name_no_tags', 'fs_extension', 'fs_path'];
const TEXT_OR_NULL = ['revision', 'version', 'crc_hash', 'md5_hash', 'sha1_hash', 'ra_hash', 'flashpoint_id', 'gamelist_id', 'libretro_id'];
const NUMBERS = ['id', 'fs_size_bytes', 'created_at', 'updated_at', 'platform_id', 'missing_from_fs', 'has_soundtrack'];
const NUMBERS_OR_NULL = [
  'first_release_date', 'average_rating', 'igdb_id', 'sgdb_id', 'moby_id', 'ss_id', 'ra_id', 'launchbox_id', 'hasheous_id', 'tgdb_id', 'hltb_id',
];
const NOTES = ['last_played', 'rating', 'difficulty', 'completion', 'status', 'backlogged', 'now_playing', 'hidden', 'is_main_sibling'];

type Column = Omit<RomOrder, 'descending'>;
const rom = (nullable: boolean, textual: boolean) => (column: string): [string, Column] => [column, { table: 'rom', column, nullable, textual }];

const NAME: Column = { table: 'rom', column: 'name_sort_key', nullable: false, textual: true };

/** Everything that can be sorted by; nothing else ever reaches the SQL. */
const COLUMNS = new Map<string, Column>([
  ['name', NAME],
  ['name_sort_key', NAME],
  ['player_count', { table: 'rom', column: 'player_count', nullable: false, textual: true }],
  ...TEXT.map(rom(false, true)),
  ...TEXT_OR_NULL.map(rom(true, true)),
  ...NUMBERS.map(rom(false, false)),
  ...NUMBERS_OR_NULL.map(rom(true, false)),
  ...NOTES.map((column): [string, Column] => [column, { table: 'note', column, nullable: column === 'last_played' || column === 'status', textual: column === 'status' }]),
]);

/** Resolves `order_by` and `order_dir`; anything unknown means the name (library-api spec §8.3). */
export const orderOf = (orderBy: string, orderDir: string): RomOrder => ({ ...(COLUMNS.get(orderBy.toLowerCase()) ?? NAME), descending: orderDir.toLowerCase() === 'desc' });

/** The letter index of a list that isn't sorted by text is that of the names. */
export const NAME_ORDER = (descending: boolean): RomOrder => ({ ...NAME, descending });

/** One key of an ORDER BY. */
export interface OrderKey {
  readonly expression: string;
  readonly direction: 'ASC' | 'DESC';
  readonly nulls?: 'NULLS FIRST' | 'NULLS LAST';
}

/**
 * The ORDER BY keys, with the id as tie-break so that pages neither overlap nor skip. A missing value counts as the smallest
 * one everywhere, as SQLite and MariaDB have it.
 */
export function orderSql({ table, column, nullable, descending }: RomOrder, aliases: Record<RomOrder['table'], string>, dialect: Dialect): OrderKey[] {
  const direction = descending ? 'DESC' : 'ASC';
  const key: OrderKey = { expression: `${aliases[table]}.${column}`, direction };
  const placed: OrderKey = nullable && dialect === 'postgres' ? { ...key, nulls: descending ? 'NULLS LAST' : 'NULLS FIRST' } : key;
  return column === 'id' ? [placed] : [placed, { expression: `${aliases.rom}.id`, direction }];
}
