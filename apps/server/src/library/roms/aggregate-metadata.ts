import type { MetadataLists, ProviderBlob } from './rom-details.entity.js';
import type { RomDetails } from './rom-details.entity.js';

/** The provider answers of a game, as far as the aggregation reads them. */
export type ProviderBlobs = Partial<
  Pick<RomDetails, 'manual_metadata' | 'igdb_metadata' | 'moby_metadata' | 'ss_metadata' | 'ra_metadata' | 'launchbox_metadata' | 'flashpoint_metadata' | 'gamelist_metadata'>
>;

/** What all providers together say about a game. */
export interface AggregatedMetadata {
  readonly lists: MetadataLists;
  readonly player_count: string;
  /** Milliseconds since the epoch. */
  readonly first_release_date: number | null;
  /** 0-100. */
  readonly average_rating: number | null;
}

type Source = 'manual' | 'igdb' | 'moby' | 'ss' | 'ra' | 'launchbox' | 'flashpoint' | 'gamelist';

/**
 * Derives the aggregated metadata from the stored provider answers: per field the first source with something to say wins,
 * lists are never merged, and the priorities of config.yml play no part (library-scan spec §12).
 */
export function aggregateMetadata(blobs: ProviderBlobs): AggregatedMetadata {
  const from = (source: Source): ProviderBlob => blobs[`${source}_metadata`] ?? {};
  const first = (field: string, sources: readonly Source[]): string[] =>
    sources.map((source) => strings(from(source)[field])).find((list) => list.length > 0) ?? [];
  return {
    lists: {
      genres: first('genres', ['manual', 'igdb', 'moby', 'ss', 'launchbox', 'ra', 'flashpoint', 'gamelist']),
      franchises: first('franchises', ['manual', 'igdb', 'ss', 'flashpoint', 'gamelist']),
      collections: first('collections', ['igdb']),
      companies: first('companies', ['manual', 'igdb', 'ss', 'ra', 'launchbox', 'flashpoint', 'gamelist']),
      game_modes: first('game_modes', ['manual', 'igdb', 'ss', 'flashpoint']),
      age_ratings: ageRatings(from),
    },
    player_count: playerCount(from),
    first_release_date: releaseDate(from),
    average_rating: averageRating(from),
  };
}

type From = (source: Source) => ProviderBlob;

const strings = (value: unknown): string[] => (Array.isArray(value) ? value.filter((entry): entry is string => typeof entry === 'string' && entry !== '') : []);

function ageRatings(from: From): string[] {
  const manual = from('manual')['age_ratings'];
  if (Array.isArray(manual)) return strings(manual);
  const ratings = (source: Source): string[] => {
    const list = from(source)['age_ratings'];
    return Array.isArray(list) ? strings(list.map((entry: unknown) => (isObject(entry) ? entry['rating'] : undefined))) : [];
  };
  const esrb = from('launchbox')['esrb'];
  return [ratings('igdb'), ratings('ss'), strings([esrb])].find((list) => list.length > 0) ?? [];
}

function playerCount(from: From): string {
  const counts = (['manual', 'ss', 'igdb', 'gamelist'] as const).map((source) => from(source)['player_count']);
  const texts = counts.map((count) => (typeof count === 'string' || typeof count === 'number' ? String(count) : ''));
  return texts.find((count) => count !== '' && count !== '1') ?? '1';
}

/** Only plain digits count, so dates before 1970 and words like "None" are passed over. */
const digits = (value: unknown): number | undefined => {
  const text = typeof value === 'number' || typeof value === 'string' ? String(value) : '';
  return /^\d+$/.test(text) && Number(text) > 0 ? Number(text) : undefined;
};

function releaseDate(from: From): number | null {
  const manual = digits(from('manual')['first_release_date']);
  if (manual !== undefined) return manual;
  for (const source of ['igdb', 'ss', 'ra', 'launchbox', 'flashpoint'] as const) {
    const seconds = digits(from(source)['first_release_date']);
    if (seconds !== undefined) return seconds * 1000;
  }
  return gamelistDate(from('gamelist')['first_release_date']);
}

/** `YYYYMMDDThhmmss`, read as UTC; impossible dates such as all zeros are no date. */
function gamelistDate(value: unknown): number | null {
  const match = typeof value === 'string' ? /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})$/.exec(value) : null;
  if (match === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number);
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  const possible = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
  return possible ? date.getTime() : null;
}

/** Factor that brings each provider's rating to 0-100. */
const RATINGS = [
  ['igdb', 'total_rating', 1],
  ['moby', 'moby_score', 10],
  ['ss', 'ss_score', 10],
  ['launchbox', 'community_rating', 20],
  ['gamelist', 'rating', 100],
] as const;

function averageRating(from: From): number | null {
  const ratings = RATINGS.map(([source, field, factor]) => Number(from(source)[field] ?? 0) * factor).filter((rating) => Number.isFinite(rating) && rating > 0);
  return ratings.length === 0 ? null : ratings.reduce((sum, rating) => sum + rating, 0) / ratings.length;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
