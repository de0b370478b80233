import { dropTables, table } from '@rumpus/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Changed settings, plays of external songs, play queues, external songs in playlists of the music server, daily figures. */
export class MusicSettingsAndListening2026112710170 implements MigrationInterface {
  name = 'MusicSettingsAndListening2026112710170';

  async up(runner: QueryRunner): Promise<void> {
    const nullable = { nullable: true };
    await table(runner, 'music_settings').id().string('env', 64).text('value').utc('updated_at').unique('env').create();

    const plays = table(runner, 'music_plays').id().string('user_key', 200).string('item_id', 512).string('provider', 32).string('title', 500).string('artist', 500);
    await plays.string('client', 80, nullable).utc('played_at').index('user_key', 'item_id').index('played_at').create();

    const queues = table(runner, 'music_play_queues').id().string('user_key', 200).string('current_id', 512, nullable).bigint('position').string('changed_by', 80);
    await queues.utc('changed_at').json('item_ids').unique('user_key').create();

    const additions = table(runner, 'music_playlist_additions').id().string('playlist_id', 200).int('position').string('item_id', 512).float('duration', nullable);
    await additions.utc('added_at').index('playlist_id', 'position').create();

    await table(runner, 'music_counters').id().string('day', 10).string('name', 64).bigint('count').unique('day', 'name').create();
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, 'music_counters', 'music_playlist_additions', 'music_play_queues', 'music_plays', 'music_settings');
  }
}
