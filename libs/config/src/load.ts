import { resolve } from 'node:path';
import { readConfigFile, structuralFaults } from './config-file.js';
import { ConfigError, type Fault } from './config-error.js';
import { isRightKey } from './keys/key-check.js';
import { keyFile } from './keys/key-file.js';
import { pendingSettings } from './pending.js';
import { placedSettings } from './places.js';
import { type Environment, type Findings, readEnv, resolveSetting } from './resolve.js';
import { rommFileFaults } from './romm-file/parse.js';
import type { Config, PlacedSetting } from './schema.js';
import type { DefaultSource } from './setting.js';

/** A checked configuration and what the operator should be told about it. */
export interface LoadedConfig {
  readonly config: Config;
  /** Sentences to log at level warn: ignored aliases, a broken file … */
  readonly warnings: readonly string[];
}

/**
 * Reads the environment and config.yml, checks everything, and makes missing keys in `$DATA_DIR/keys`.
 * @throws {ConfigError} with the whole list of faults.
 */
export function loadConfig(env: Environment): LoadedConfig {
  const findings: Findings = { faults: [], warnings: [] };
  const dataDir = dataFolder(env);
  const configFile = resolve(readEnv(env, 'CONFIG_FILE') ?? resolve(dataDir, 'config', 'config.yml'));
  const content = readConfigFile(configFile);
  findings.faults.push(...structuralFaults(content), ...rommFileFaults(content.tree));
  if (content.parseError !== undefined) findings.warnings.push(`${configFile} is broken and was left out: ${content.parseError}`);

  const config: Record<string, unknown> = {};
  for (const placed of placedSettings) {
    const value = located(placed) ? { dataDir, configFile }[placed.name] : resolveSetting(placed, env, content.tree, { dataDir }, findings);
    put(config, placed, value);
    if (pendingSettings.has(placed.setting.env) && !isDefault(placed, value, { dataDir })) findings.warnings.push(`${placed.setting.env} (${placed.path.join('.')}) has no effect yet`);
  }
  findings.faults.push(...clashes(config as unknown as Config));
  if (findings.faults.length > 0) throw new ConfigError(findings.faults);
  makeKeys(config, dataDir);
  checkKey(config as unknown as Config, dataDir);
  const redis = config['redis'] as Record<string, unknown>;
  if (redis['enabled'] === false) redis['url'] = undefined;
  return { config: freeze(config) as Config, warnings: findings.warnings };
}

/** The data folder and the file's own place can't come from the file that lies in them. */
const located = ({ section, name }: PlacedSetting): boolean => section === 'server' && (name === 'dataDir' || name === 'configFile');

function isDefault({ setting }: PlacedSetting, value: unknown, from: DefaultSource): boolean {
  const usual = typeof setting.default === 'function' ? (setting.default as (source: DefaultSource) => unknown)(from) : setting.default;
  return JSON.stringify(value) === JSON.stringify(usual);
}

function dataFolder(env: Environment): string {
  return resolve(readEnv(env, 'DATA_DIR') ?? readEnv(env, 'ROMM_BASE_PATH') ?? 'data');
}

function put(config: Record<string, unknown>, { section, name }: PlacedSetting, value: unknown): void {
  if (section === undefined) {
    config[name] = value;
    return;
  }
  const values = (config[section] ??= {}) as Record<string, unknown>;
  values[name] = value;
}

/** Two listeners can't share a port. */
function clashes({ modules, server, music, arcade }: Config): Fault[] {
  const listeners: [string, number][] = [['PORT', server.port]];
  if (modules?.includes('music')) listeners.push(['MUSIC_PORT', music.port], ['MUSIC_ADMIN_PORT', music.adminPort]);
  if (modules?.includes('arcade')) listeners.push(['ARCADE_PORT', arcade.port]);
  return listeners.flatMap(([name, number], index) => {
    const earlier = listeners.slice(0, index).find(([, other]) => other === number && number !== 0 && number !== undefined);
    return earlier === undefined ? [] : [{ source: name, problem: `port ${number} is also that of ${earlier[0]}; each listener needs its own (0 switches one off)` }];
  });
}

function makeKeys(config: Record<string, unknown>, dataDir: string): void {
  for (const placed of placedSettings) {
    const { generated } = placed.setting;
    if (generated === undefined || placed.section === undefined) continue;
    const values = config[placed.section] as Record<string, unknown>;
    values[placed.name] ??= keyFile(resolve(dataDir, 'keys'), generated.file, generated.bytes);
  }
}

function checkKey({ auth }: Config, dataDir: string): void {
  const folder = resolve(dataDir, 'keys');
  if (isRightKey(folder, auth.encryptionKey)) return;
  throw new ConfigError([{ source: 'ENCRYPTION_KEY', problem: `is not the key that the secrets in this data folder were encrypted with; set it back, or restore ${resolve(folder, 'encryption-key')} from a backup (to give the secrets up, remove ${resolve(folder, 'encryption-check')})` }]);
}

function freeze(value: unknown): unknown {
  if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) freeze(inner);
    Object.freeze(value);
  }
  return value;
}
