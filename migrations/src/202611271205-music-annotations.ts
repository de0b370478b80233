import { dropTables, table } from '@rumpus/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Ratings and bookmarks of external items, the place within a play queue, and for whom a file was fetched. */
export class MusicAnnotations2026112712050 implements MigrationInterface {
  name = 'MusicAnnotations2026112712050';

  async up(runner: QueryRunner): Promise<void> {
    const nullable = { nullable: true };
    const ratings = table(runner, 'music_ratings').id().string('user_key', 200).string('item_id', 512).int('rating').utc('rated_at');
    await ratings.unique('item_id', 'user_key').create();

    const bookmarks = table(runner, 'music_bookmarks').id().string('user_key', 200).string('item_id', 512).bigint('position').string('comment', 1000, nullable).times();
    await bookmarks.unique('user_key', 'item_id').create();

    await table(runner, 'music_play_queues').int('current_index', nullable).alter();
    await table(runner, 'music_tracks').string('requested_by', 200, nullable).index('requested_by').alter();
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('music_tracks', 'ix_music_tracks_requested_by');
    await runner.dropColumn('music_tracks', 'requested_by');
    await runner.dropColumn('music_play_queues', 'current_index');
    await dropTables(runner, 'music_bookmarks', 'music_ratings');
  }
}
