import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigError } from './config-error.js';
import { loadConfig } from './load.js';
import { pendingSettings } from './pending.js';

let dataDir: string;
beforeEach(() => { dataDir = mkdtempSync(join(tmpdir(), 'rumpus-config-')); });
afterEach(() => rmSync(dataDir, { recursive: true }));

const load = (env: Record<string, string> = {}, yaml?: string) => {
  if (yaml !== undefined) {
    mkdirSync(join(dataDir, 'config'), { recursive: true });
    writeFileSync(join(dataDir, 'config', 'config.yml'), yaml);
  }
  return loadConfig({ DATA_DIR: dataDir, ...env });
};
const faults = (env: Record<string, string>, yaml?: string): string[] => {
  try {
    load(env, yaml);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults.map(({ source, problem }) => `${source}: ${problem}`);
    throw error;
  }
  return [];
};

describe('defaults', () => {
  it('are those of the contract', () => {
    const { config, warnings } = load();
    expect(warnings).toEqual([]);
    expect(config.server).toMatchObject({ host: '0.0.0.0', port: 8080, dataDir, baseUrl: undefined });
    expect(config.library.path).toBe(join(dataDir, 'library'));
    expect(config.database.url).toBe(`sqlite:${join(dataDir, 'rumpus.db')}`);
    expect(config.redis.url).toBeUndefined();
    expect(config.modules).toEqual(['library', 'music', 'servers', 'arcade']);
    expect([config.music.port, config.music.adminPort, config.arcade.port]).toEqual([5274, 5275, 5730]);
    expect(config.music.adminHost).toBe('127.0.0.1');
    expect(config.log).toMatchObject({ level: 'info', format: undefined });
  });

  it('can’t be changed by anyone who holds them', () => {
    const { config } = load();
    expect(() => { (config.server as { port: number }).port = 1; }).toThrow(TypeError);
    expect(() => { (config.server.corsAllowedOrigins as string[]).push('x'); }).toThrow(TypeError);
  });
});

describe('sources', () => {
  it('reads config.yml, and the environment wins without a warning', () => {
    const yaml = 'server:\n  port: 9000\n  host: 127.0.0.1\nmusic_cache:\n  metadata_days: 3\n';
    const { config, warnings } = load({ PORT: '9001' }, yaml);
    expect(config.server).toMatchObject({ port: 9001, host: '127.0.0.1' });
    expect(config.musicCache.metadataDays).toBe(3);
    expect(warnings).toEqual([]);
  });

  it('treats blank variables and empty keys as not set', () => {
    expect(load({ PORT: '  ' }, 'server:\n  port:\nqueue:\n').config.server.port).toBe(8080);
  });

  const pending = [...pendingSettings].find((name) => name.endsWith('_API_KEY'));
  it.skipIf(pending === undefined)('tells who sets something that has no effect yet', () => {
    expect(load({ [pending ?? '']: 'my-key' }).warnings).toEqual([expect.stringMatching(new RegExp(`^${pending} \\(.*\\) has no effect yet$`))]);
  });

  it('prefers our name to an alias and says so', () => {
    const { config, warnings } = load({ PORT: '8081', ROMM_PORT: '9999' });
    expect(config.server.port).toBe(8081);
    expect(warnings).toEqual(['ROMM_PORT is ignored because PORT is set']);
    expect(load({ PORT: '8081', ROMM_PORT: '8081' }).warnings).toEqual([]);
  });

  it('composes addresses from single variables', () => {
    const { config } = load({ DB_HOST: 'db', DB_USER: 'romm', DB_PASSWD: 'p@ss/w:rd', REDIS_HOST: 'cache', REDIS_SSL: 'true', REDIS_PASSWORD: 'x' });
    expect(config.database.url).toBe('mariadb://romm:p%40ss%2Fw%3Ard@db:3306/romm');
    expect(config.redis.url).toBe('rediss://:x@cache:6379/0');
    expect(load({ DB_HOST: 'db', ROMM_DB_DRIVER: 'postgresql' }).config.database.url).toBe('postgresql://db:5432/romm');
  });

  it('warns when both an address and its parts are set', () => {
    const { config, warnings } = load({ DATABASE_URL: 'postgres://a/b', DB_HOST: 'db', DB_USER: 'u' });
    expect(config.database.url).toBe('postgres://a/b');
    expect(warnings).toEqual(['DB_HOST + DB_USER is ignored because DATABASE_URL is set']);
  });

  it('switches modules in all three ways', () => {
    expect(load({ MODULES: 'library, Arcade' }).config.modules).toEqual(['library', 'arcade']);
    expect(load({}, 'modules: [music]').config.modules).toEqual(['music']);
    expect(load({}, 'modules:\n  servers:\n    enabled: false\n').config.modules).toEqual(['library', 'music', 'arcade']);
  });

  it('ignores the address of a Redis that is switched off', () => {
    expect(load({ REDIS_URL: 'redis://cache', REDIS_ENABLED: 'false' }).config.redis.url).toBeUndefined();
  });

  it('makes paths absolute', () => {
    expect(load({ LIBRARY_PATH: 'games' }).config.library.path).toBe(resolve('games'));
  });
});

describe('faults', () => {
  it('come all at once, each with its name and what is allowed', () => {
    const found = faults({ PORT: '80800', LOG_LEVEL: 'loud', ENABLE_SCHEDULED_RESCAN: 'flase', SCHEDULED_RESCAN_CRON: 'daily', ROMM_PORT: 'x', DATABASE_URL: 'oracle:x' }, 'queue:\n  concurrency: many\n');
    expect(found).toEqual([
      'PORT: 80800 is not allowed; must be a whole number from 0 to 65535',
      'LOG_LEVEL: "loud" is not allowed; must be one of fatal, error, warn, info, debug, trace, silent',
      expect.stringMatching(/^DATABASE_URL: the value is not allowed; must be sqlite:<file>/),
      'concurrency in config.yml'.replace('concurrency', 'queue.concurrency') + ': "many" is not allowed; must be a whole number from 1 to 64',
      'ENABLE_SCHEDULED_RESCAN: "flase" is not allowed; must be true or false (also 1/0, yes/no, on/off)',
      expect.stringMatching(/^SCHEDULED_RESCAN_CRON: "daily" is not allowed; must be a cron expression/),
    ]);
  });

  it('never show a secret', () => {
    expect(faults({ ENCRYPTION_KEY: 'hunter2-hunter2' }).join()).not.toContain('hunter2');
  });

  it('name unknown keys of ours, and leave foreign keys alone', () => {
    expect(faults({}, 'server:\n  prot: 1\nsomething_else: 3\n')).toEqual([expect.stringMatching(/^server\.prot in config\.yml: there is no such setting; known here: host, port/)]);
  });

  it('name two listeners on one port', () => {
    expect(faults({ PORT: '5274' })).toEqual(['MUSIC_PORT: port 5274 is also that of PORT; each listener needs its own (0 switches one off)']);
    expect(faults({ PORT: '5274', MODULES: 'library' })).toEqual([]);
    expect(faults({ MUSIC_PORT: '0', MUSIC_ADMIN_PORT: '0', PORT: '0' })).toEqual([]);
  });

  it('include those of RomM’s part', () => {
    expect(faults({}, 'exclude:\n  platforms: nes\n')).toEqual(['exclude.platforms in config.yml: must be a list']);
  });
});

describe('a broken config.yml', () => {
  it('is left out with a warning when it holds RomM’s keys only', () => {
    const { config, warnings } = load({}, 'exclude:\n  platforms: [nes\n');
    expect(config.server.port).toBe(8080);
    expect(warnings).toEqual([expect.stringContaining('is broken and was left out')]);
  });

  it('stops the start when our settings stand in it', () => {
    expect(faults({}, 'database:\n  url: "postgres://a/b\n')).toEqual([expect.stringMatching(/^config\.yml: can't be read:/)]);
  });
});

describe('keys', () => {
  it('are made once, for the owner only', () => {
    const first = load().config.auth;
    const file = join(dataDir, 'keys', 'jwt-secret');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(first.jwtSecret).toMatch(/^[0-9a-f]{64}$/);
    expect(readFileSync(file, 'utf8').trim()).toBe(first.jwtSecret);
    expect(new Set([first.jwtSecret, first.sessionSecret, first.encryptionKey]).size).toBe(3);
    expect(load().config.auth).toEqual(first);
  });

  it('are not made when they are given', () => {
    const given = 'a'.repeat(64);
    expect(load({ ROMM_AUTH_SECRET_KEY: given, AUTH_SESSION_SECRET: given, ENCRYPTION_KEY: given }).config.auth.jwtSecret).toBe(given);
    expect(existsSync(join(dataDir, 'keys', 'jwt-secret'))).toBe(false);
  });

  it('are not made when the start fails', () => {
    faults({ PORT: 'x' });
    expect(existsSync(join(dataDir, 'keys'))).toBe(false);
  });

  it('that don’t open the secrets of this data folder stop the start', () => {
    load();
    expect(faults({ ENCRYPTION_KEY: 'b'.repeat(64) })).toEqual([expect.stringMatching(/^ENCRYPTION_KEY: is not the key that the secrets in this data folder were encrypted with/)]);
    rmSync(join(dataDir, 'keys', 'encryption-key'));
    expect(faults({})).toHaveLength(1);
  });
});
