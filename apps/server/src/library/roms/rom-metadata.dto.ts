import { z } from 'zod';

const strings = z.array(z.string());

/** Aggregated metadata of a game (library-api spec §2.5). */
export const romMetadata = z.object({
  rom_id: z.int(),
  genres: strings,
  franchises: strings,
  collections: strings,
  companies: strings,
  game_modes: strings,
  age_ratings: strings,
  player_count: z.string(),
  first_release_date: z.int().nullable(),
  average_rating: z.number().nullable(),
});
export type RomMetadata = z.output<typeof romMetadata>;

/** What a provider said about a game: an object whose keys library-api spec §2.6 lists; `{}` when it said nothing. */
export const providerMetadata = z.record(z.string(), z.unknown()).nullable();
