import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TestArcade } from '../testing/test-arcade.js';
import { Doc } from './document.js';
import { Journal, undo } from './journal.js';

const NOW = 1_700_000_000;
let arcade: TestArcade;
beforeEach(async () => (arcade = await TestArcade.start()));
afterEach(() => arcade.stop());

const begin = (): Promise<Journal> => Journal.begin(arcade.data.sql, { kind: 'import', title: 'test', accountId: null, now: NOW });
const profile = (userId: number, name: string) => ({ user_id: userId, game: 'pnm', version: 24, data: JSON.stringify({ name }) });
const KEYS = ['user_id', 'game', 'version'];

describe('a journal', () => {
  it('takes inserts, updates and removals back, newest first', async () => {
    const { data } = arcade;
    const old = await data.sql.insert('arcade_users', { created_at: NOW });
    await data.profiles.put('pnm', 24, old, new Doc({ name: 'before' }));
    const journal = await begin();
    const fresh = await journal.insert('arcade_users', { created_at: NOW });
    await journal.put('arcade_profiles', profile(fresh, 'new'), KEYS);
    await journal.put('arcade_profiles', profile(old, 'changed'), KEYS);
    await journal.put('arcade_profiles', profile(old, 'changed twice'), KEYS);
    expect(await journal.removeWhere('arcade_profiles', { user_id: fresh })).toBe(1);
    expect(await undo(data.sql, journal.id)).toEqual({ restored: 5, kept: 0 });
    expect((await data.profiles.get('pnm', 24, old))?.doc.str('name')).toBe('before');
    expect(await data.sql.first('SELECT id FROM arcade_users WHERE id = ?', [fresh])).toBeUndefined();
  });

  it('keeps what was changed since, and the player it hangs on', async () => {
    const { data } = arcade;
    const journal = await begin();
    const userId = await journal.insert('arcade_users', { created_at: NOW });
    await journal.put('arcade_profiles', profile(userId, 'imported'), KEYS);
    await journal.insert('arcade_cards', { card: 'E004010027A5FC68', user_id: userId });
    await data.profiles.put('pnm', 24, userId, new Doc({ name: 'played since' }));
    expect(await undo(data.sql, journal.id)).toEqual({ restored: 1, kept: 2 });
    expect((await data.profiles.get('pnm', 24, userId))?.doc.str('name')).toBe('played since');
    expect(await data.players.byCard('E004010027A5FC68')).toBeUndefined();
  });

  it('is taken back once, and forgotten after its time', async () => {
    const { changes, sql } = arcade.data;
    const journal = await begin();
    await journal.insert('arcade_users', { created_at: NOW });
    expect(await changes.undo(journal.id, NOW)).toEqual({ restored: 1, kept: 0 });
    expect(await changes.undo(journal.id, NOW)).toBeUndefined();
    expect((await changes.list(10))[0]?.undoneAt).toBe(NOW);
    expect(await changes.forgetBefore(NOW + 1)).toBe(1);
    expect(await sql.all('SELECT id FROM arcade_change_rows')).toEqual([]);
  });
});
