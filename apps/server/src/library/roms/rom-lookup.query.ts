import { z } from 'zod';
import { queryInt, queryString } from '../shared/query.js';

/** Ids by which a provider knows a game; 0 counts as absent (library-api spec §8.1). */
export const byProviderQuery = z
  .object({
    igdb_id: queryInt(0),
    moby_id: queryInt(0),
    ss_id: queryInt(0),
    ra_id: queryInt(0),
    launchbox_id: queryInt(0),
    hasheous_id: queryInt(0),
    tgdb_id: queryInt(0),
    hltb_id: queryInt(0),
    flashpoint_id: queryString(100),
  })
  .partial();
export type ByProvider = z.output<typeof byProviderQuery>;

/** Hashes of a game or of one of its files, in lower case. */
export const byHashQuery = z.object({ crc_hash: queryString(100), md5_hash: queryString(100), sha1_hash: queryString(100), ra_hash: queryString(100) }).partial();
export type ByHash = z.output<typeof byHashQuery>;
