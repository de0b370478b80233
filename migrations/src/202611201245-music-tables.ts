import { dropTables, table } from '@rumpus/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Downloaded tracks, starred external items, which track stands for which. */
export class MusicTables2026112012450 implements MigrationInterface {
  name = 'MusicTables2026112012450';

  async up(runner: QueryRunner): Promise<void> {
    const nullable = { nullable: true };
    const tracks = table(runner, 'music_tracks').id().string('provider', 32).string('external_id', 400).string('quality', 16).string('path', 1000);
    tracks.bigint('size').string('container', 8).int('bit_depth', nullable).int('sample_rate', nullable).float('bitrate', nullable).float('duration', nullable);
    tracks.string('isrc', 12, nullable).string('title', 500).string('artist', 500).string('album', 500).string('backend_item_id', 200, nullable);
    tracks.string('storage', 16).utc('downloaded_at').utc('last_used_at');
    await tracks.unique('provider', 'external_id').index('storage', 'last_used_at').create();

    const favourites = table(runner, 'music_favourites').id().string('user_key', 200).string('item_id', 512).utc('starred_at').utc('removed_at', nullable);
    await favourites.unique('user_key', 'item_id').index('item_id').create();

    const matches = table(runner, 'music_matches').id().string('provider', 32).string('external_id', 400).string('target_provider', 32);
    matches.string('target_id', 400, nullable).string('state', 8).float('score').string('title', 500).string('artist', 500).json('candidates').utc('updated_at');
    await matches.unique('provider', 'external_id', 'target_provider').index('state').create();
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, 'music_matches', 'music_favourites', 'music_tracks');
  }
}
