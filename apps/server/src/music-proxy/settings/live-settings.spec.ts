import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '@rumpus/config';
import { afterAll, describe, expect, it } from 'vitest';
import { LiveSettings } from './live-settings.js';

const folder = mkdtempSync(join(tmpdir(), 'live-settings-'));
afterAll(() => rmSync(folder, { recursive: true }));
const fresh = (env: Record<string, string> = {}): LiveSettings => new LiveSettings(loadConfig({ DATA_DIR: folder, ...env }).config);

describe('settings that change while the app runs', () => {
  it('are checked as those of the start are, as text or as what they are', () => {
    const { faults, checked } = fresh().check({ SUBSONIC_URL: 'http://10.0.0.5:4533/', MUSIC_SEARCH_BUDGET_MS: '1500', CACHE_MAX_GB: 7, ARCHIVE_ENABLED: true, PROVIDER_ORDER: 'deezer, squidwtf', EXPLICIT_FILTER: 'cleanonly', EXTERNAL_LABEL: null, QOBUZ_APP_ID: ' ' });
    expect(faults).toEqual([]);
    expect(Object.fromEntries(checked.set)).toEqual({ SUBSONIC_URL: 'http://10.0.0.5:4533', MUSIC_SEARCH_BUDGET_MS: 1500, CACHE_MAX_GB: 7, ARCHIVE_ENABLED: true, PROVIDER_ORDER: ['deezer', 'squidwtf'], EXPLICIT_FILTER: 'CleanOnly' });
    expect(checked.unset).toEqual(['EXTERNAL_LABEL', 'QOBUZ_APP_ID']);
  });

  it('name every fault at once, and never the value of a secret', () => {
    const { faults } = fresh().check({ SUBSONIC_URL: 'ftp://x', MUSIC_SEARCH_BUDGET_MS: 'soon', PORT: '80', NO_SUCH: 'x', PROVIDER_ORDER: 'napster', QOBUZ_APP_SECRET: 'se\ncret', CACHE_MAX_GB: 1.5 });
    expect(faults.map(({ field }) => field).sort()).toEqual(['CACHE_MAX_GB', 'MUSIC_SEARCH_BUDGET_MS', 'NO_SUCH', 'PORT', 'PROVIDER_ORDER', 'QOBUZ_APP_SECRET', 'SUBSONIC_URL']);
    expect(JSON.stringify(faults)).not.toContain('se\\ncret');
    expect(faults.find(({ field }) => field === 'PROVIDER_ORDER')?.problem).toContain('"napster"');
  });

  it('stand over those of the start until they are taken away, and tell what has changed', () => {
    const settings = fresh({ MUSIC_SEARCH_BUDGET_MS: '900' });
    expect(settings.replace(new Map<string, unknown>([['MUSIC_SEARCH_BUDGET_MS', 1200], ['CACHE_METADATA_DAYS', 3]]))).toEqual(new Set(['MUSIC_SEARCH_BUDGET_MS', 'CACHE_METADATA_DAYS']));
    expect([settings.music.searchBudgetMs, settings.musicCache.metadataDays, settings.sourceOf('MUSIC_SEARCH_BUDGET_MS'), settings.sourceOf('CACHE_MAX_GB')]).toEqual([1200, 3, 'stored', 'start']);
    expect(settings.replace(new Map([['CACHE_METADATA_DAYS', 3]]))).toEqual(new Set(['MUSIC_SEARCH_BUDGET_MS']));
    expect(settings.music.searchBudgetMs).toBe(900);
  });
});
