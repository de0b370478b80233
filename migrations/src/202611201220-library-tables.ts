import { dropTables, table } from '@rumpus/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Platforms, games with their files, the values that lists filter by, what users note, firmware. */
export class LibraryTables2026112012200 implements MigrationInterface {
  name = 'LibraryTables2026112012200';

  async up(runner: QueryRunner): Promise<void> {
    await createPlatforms(runner);
    await createRoms(runner);
    await createRomDetails(runner);
    await table(runner, 'rom_search').int('rom_id', { primary: true }).string('name_sort_key', 500).text('text').references('rom_id', { table: 'roms' }).create();
    await createRomFiles(runner);
    await createRomUser(runner);
    await createFacets(runner);
    await createFirmware(runner);
    await table(runner, 'library_versions').string('scope', 64, { primary: true }).bigint('version').create();
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(
      runner,
      'library_versions', 'firmware', 'rom_facets', 'facets', 'rom_user', 'rom_files', 'rom_search', 'rom_details', 'roms', 'platforms',
    );
  }
}

const nullable = { nullable: true };

async function createPlatforms(runner: QueryRunner): Promise<void> {
  const platforms = table(runner, 'platforms').id().string('slug', 400).string('fs_slug', 400).string('name', 400);
  platforms.string('custom_name', 400, { default: '' }).text('description', nullable);
  for (const slug of ['igdb_slug', 'moby_slug', 'hltb_slug', 'libretro_slug']) platforms.string(slug, 400, nullable);
  for (const id of ['igdb', 'sgdb', 'moby', 'launchbox', 'ss', 'ra', 'hasheous', 'tgdb', 'flashpoint']) platforms.int(`${id}_id`, nullable);
  platforms.string('category', 100, nullable).int('generation', nullable).string('family_name', 400, nullable).string('family_slug', 400, nullable);
  platforms.string('url', 1000, nullable).string('url_logo', 1000, nullable).bool('missing_from_fs', { default: false }).times();
  await platforms.unique('fs_slug').index('slug').create();
}

async function createRoms(runner: QueryRunner): Promise<void> {
  const roms = table(runner, 'roms').id().int('platform_id');
  for (const id of ['igdb', 'sgdb', 'moby', 'ss', 'ra', 'launchbox', 'hasheous', 'tgdb', 'hltb']) roms.int(`${id}_id`, nullable);
  for (const id of ['flashpoint', 'gamelist', 'libretro']) roms.string(`${id}_id`, 100, nullable);
  roms.string('fs_name', 450).string('fs_name_no_ext', 450).string('fs_name_no_tags', 450).string('fs_extension', 100);
  roms.string('fs_path', 1000).bigint('fs_size_bytes', { default: 0 });
  roms.string('name', 350, nullable).string('name_sort_key', 500).bool('custom_sort_key', { default: false });
  roms.string('revision', 100, nullable).string('version', 100, nullable);
  roms.string('crc_hash', 8, nullable).string('md5_hash', 32, nullable).string('sha1_hash', 40, nullable).string('ra_hash', 100, nullable);
  roms.bool('multi_file', { default: false }).int('top_level_file_count', { default: 0 });
  for (const flag of ['has_soundtrack', 'missing_from_fs', 'verified']) roms.bool(flag, { default: false });
  roms.string('group_key', 120, nullable).bool('is_prerelease', { default: false }).string('first_region', 100, nullable);
  roms.bigint('first_release_date', nullable).float('average_rating', nullable).string('player_count', 100, { default: '1' }).times();
  roms.unique('platform_id', 'fs_name').index('name_sort_key', 'id').index('platform_id', 'name_sort_key', 'id');
  roms.index('platform_id', 'fs_size_bytes').index('group_key', 'platform_id');
  for (const column of ['fs_size_bytes', 'created_at', 'updated_at', 'first_release_date', 'average_rating']) roms.index(column, 'id');
  for (const hash of ['crc_hash', 'md5_hash', 'sha1_hash', 'ra_hash']) roms.index(hash);
  for (const id of ['igdb', 'moby', 'ss', 'ra', 'launchbox', 'hasheous', 'tgdb', 'flashpoint', 'hltb']) roms.index(`${id}_id`, 'platform_id');
  await roms.references('platform_id', { table: 'platforms' }).create();
}

async function createRomDetails(runner: QueryRunner): Promise<void> {
  const details = table(runner, 'rom_details').int('rom_id', { primary: true }).string('slug', 400, nullable).text('summary', nullable);
  for (const list of ['regions', 'languages', 'tags']) details.json(list, nullable);
  details.text('url_cover', nullable).string('path_cover_s', 1000, nullable).string('path_cover_l', 1000, nullable);
  details.text('url_manual', nullable).string('path_manual', 1000, nullable).json('url_screenshots', nullable).json('path_screenshots', nullable);
  details.json('metadata_lists', nullable);
  for (const provider of ['igdb', 'moby', 'ss', 'ra', 'launchbox', 'hasheous', 'flashpoint', 'hltb', 'gamelist', 'manual']) {
    details.json(`${provider}_metadata`, nullable);
  }
  await details.references('rom_id', { table: 'roms' }).create();
}

async function createRomFiles(runner: QueryRunner): Promise<void> {
  const files = table(runner, 'rom_files').id().int('rom_id').string('file_name', 450).string('file_path', 1000);
  files.bigint('file_size_bytes', { default: 0 }).utc('last_modified').string('mtime_ns', 32, nullable).string('inode', 32, nullable);
  files.string('crc_hash', 8, nullable).string('md5_hash', 32, nullable).string('sha1_hash', 40, nullable);
  files.string('ra_hash', 100, nullable).string('chd_sha1_hash', 40, nullable).json('archive_members', nullable);
  files.string('scan_error', 1000, nullable).string('category', 20, nullable).json('track_meta', nullable).bool('missing_from_fs', { default: false }).times();
  files.index('rom_id').references('rom_id', { table: 'roms' });
  for (const hash of ['crc_hash', 'md5_hash', 'sha1_hash', 'ra_hash', 'chd_sha1_hash']) files.index(hash);
  await files.create();
}

async function createRomUser(runner: QueryRunner): Promise<void> {
  const props = table(runner, 'rom_user').id().int('user_id').int('rom_id').utc('last_played', nullable);
  for (const flag of ['is_main_sibling', 'backlogged', 'now_playing', 'hidden']) props.bool(flag, { default: false });
  for (const score of ['rating', 'difficulty', 'completion']) props.int(score, { default: 0 });
  await props.string('status', 20, nullable).times().unique('user_id', 'rom_id').index('rom_id').references('rom_id', { table: 'roms' }).references('user_id', { table: 'users' }).create();
}

async function createFacets(runner: QueryRunner): Promise<void> {
  await table(runner, 'facets').id().string('kind', 20).string('value', 450).unique('kind', 'value').create();
  await table(runner, 'rom_facets')
    .int('facet_id', { primary: true })
    .int('rom_id', { primary: true })
    .int('platform_id')
    .index('rom_id')
    .index('platform_id', 'facet_id')
    .references('facet_id', { table: 'facets' })
    .references('rom_id', { table: 'roms' })
    .create();
}

async function createFirmware(runner: QueryRunner): Promise<void> {
  const firmware = table(runner, 'firmware').id().int('platform_id');
  for (const name of ['file_name', 'file_name_no_tags', 'file_name_no_ext']) firmware.string(name, 450);
  firmware.string('file_extension', 100).string('file_path', 1000).bigint('file_size_bytes', { default: 0 });
  firmware.string('crc_hash', 8, { default: '' }).string('md5_hash', 32, { default: '' }).string('sha1_hash', 40, { default: '' });
  firmware.bool('is_verified', { default: false }).bool('missing_from_fs', { default: false }).times();
  await firmware.unique('platform_id', 'file_name').references('platform_id', { table: 'platforms' }).create();
}
