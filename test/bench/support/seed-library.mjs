/**
 * Fills an empty library with `count` games on 15 platforms: names, regions, languages, tags, files and provider ids in the
 * proportions of a large collection. Deterministic, so that figures can be compared.
 */
import { insertRows } from '../../../libs/persistence/dist/index.js';
import { Platform } from '../../../apps/server/build/library/platforms/platform.entity.js';
import { RomFile } from '../../../apps/server/build/library/roms/rom-file.entity.js';
import { RomStore } from '../../../apps/server/build/library/roms/rom-store.js';

const PLATFORMS = ['snes', 'nes', 'n64', 'gba', 'gb', 'gbc', 'genesis', 'psx', 'ps2', 'nds', 'dc', 'saturn', 'arcade', 'ngc', 'wii'];
const FIRST = ['Super', 'Mega', 'Final', 'The Legend of', 'Star', 'Dragon', 'Metal', 'Silent', 'Street', 'Crash', 'Mario', 'Sonic', 'Castle', 'Dark', 'Space', 'Zelda', 'Ōkami', '1942'];
const SECOND = ['Fantasy', 'Quest', 'Fighter', 'World', 'Kart', 'Racer', 'Hunter', 'Saga', 'Warriors', 'Adventure', 'Party', 'Golf', 'Soccer', 'Wars', 'Legends', 'Chronicles'];
const THIRD = ['', ' II', ' III', ' Deluxe', ' Turbo', ' Advance', ' 64', ' Zero', ' Gaiden', ' Remix'];
const REGIONS = ['USA', 'Europe', 'Japan', 'World', 'Germany', 'France'];
const GENRES = ['Platform', 'Role-playing (RPG)', 'Racing', 'Shooter', 'Puzzle', 'Sport', 'Fighting', 'Adventure'];

/** A small linear congruential generator: the same numbers on every machine. */
function random(seed) {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}

/** @returns the ids of the platforms */
export async function seedLibrary(source, count) {
  const store = new RomStore();
  const pick = random(42);
  const now = new Date('2026-01-01T00:00:00Z');
  const ids = [];
  for (const slug of PLATFORMS) {
    const { identifiers } = await source.manager.insert(Platform, { slug, fs_slug: slug, name: slug.toUpperCase(), created_at: now, updated_at: now });
    ids.push(Number(identifiers[0].id));
  }
  for (let at = 0; at < count; at += 1_500) {
    const drafts = Array.from({ length: Math.min(1_500, count - at) }, (_, index) => draftOf(at + index, ids, pick));
    await source.transaction(async (manager) => {
      const games = await store.insert(manager, drafts);
      await insertRows(manager, RomFile, games.map((rom_id, index) => fileOf(rom_id, drafts[index], now)));
    });
  }
  return ids;
}

function draftOf(number, platforms, pick) {
  const title = `${FIRST[pick(FIRST.length)]} ${SECOND[pick(SECOND.length)]}${THIRD[pick(THIRD.length)]} ${pick(400)}`;
  const region = REGIONS[pick(REGIONS.length)];
  const base = `${title} (${region}) (${number})`;
  const identified = pick(3) > 0;
  const igdb = identified ? 1 + pick(30_000) : null;
  return {
    platform_id: platforms[number % platforms.length],
    fs_name: `${base}.zip`, fs_name_no_ext: base, fs_name_no_tags: title, fs_extension: 'zip', fs_path: `roms/${PLATFORMS[number % PLATFORMS.length]}`,
    fs_size_bytes: 1_000 + pick(2_000_000_000), name: title, top_level_file_count: 1,
    regions: [region], languages: ['English'], tags: pick(10) === 0 ? [`Disc ${pick(4)}`] : [],
    md5_hash: number.toString(16).padStart(32, '0'), crc_hash: number.toString(16).padStart(8, '0'), sha1_hash: number.toString(16).padStart(40, '0'),
    igdb_id: igdb,
    igdb_metadata: identified ? { genres: [GENRES[pick(GENRES.length)], GENRES[pick(GENRES.length)]], companies: [`Studio ${pick(300)}`], first_release_date: 500_000_000 + pick(1_000_000_000), total_rating: String(40 + pick(60)) } : null,
    summary: identified ? 'A summary of a game, about as long as those that providers give. '.repeat(6) : null,
  };
}

const fileOf = (rom_id, draft, now) => ({
  rom_id, file_name: draft.fs_name, file_path: draft.fs_path, file_size_bytes: draft.fs_size_bytes, last_modified: now,
  crc_hash: draft.crc_hash, md5_hash: draft.md5_hash, sha1_hash: draft.sha1_hash, created_at: now, updated_at: now,
});
