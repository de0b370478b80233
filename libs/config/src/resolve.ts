import type { Fault } from './config-error.js';
import type { PlacedSetting } from './schema.js';
import type { DefaultSource } from './setting.js';

/** What the environment holds. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A raw value and where it came from. */
interface Found {
  readonly source: string;
  readonly raw: unknown;
}

/** Collects faults and warnings while settings are resolved. */
export interface Findings {
  readonly faults: Fault[];
  readonly warnings: string[];
}

/** The text of a variable; blank counts as not set (library-scan spec §21). */
export function readEnv(env: Environment, name: string): string | undefined {
  const value = env[name]?.trim();
  return value === undefined || value === '' ? undefined : value;
}

/**
 * Finds the value of one setting: our variable, then the aliases, then config.yml.
 * Every further environment source that says something else is reported as ignored.
 */
function find(placed: PlacedSetting, env: Environment, file: Readonly<Record<string, unknown>>, findings: Findings): Found | undefined {
  const { setting } = placed;
  const candidates: Found[] = [];
  const own = readEnv(env, setting.env);
  if (own !== undefined) candidates.push({ source: setting.env, raw: setting.kind.fromText(own) });
  for (const alias of setting.aliases) {
    const text = readEnv(env, alias.env);
    const converted = text === undefined || alias.convert === undefined ? text : alias.convert(text);
    if (converted !== undefined) candidates.push({ source: alias.env, raw: setting.kind.fromText(converted) });
  }
  const composed = setting.compose?.build((name) => readEnv(env, name));
  if (composed !== undefined) candidates.push({ source: setting.compose?.env.filter((name) => readEnv(env, name) !== undefined).join(' + ') ?? '', raw: setting.kind.fromText(composed) });
  const inFile = valueAt(file, placed.path);
  if (inFile !== undefined && candidates.length === 0) candidates.push({ source: fileSource(placed.path), raw: inFile });
  const [winner, ...losers] = candidates;
  for (const loser of losers) {
    if (winner !== undefined && JSON.stringify(loser.raw) !== JSON.stringify(winner.raw)) findings.warnings.push(`${loser.source} is ignored because ${winner.source} is set`);
  }
  return winner;
}

/** Names a key of config.yml in messages. */
export const fileSource = (path: readonly string[]): string => `${path.join('.')} in config.yml`;

function valueAt(tree: Readonly<Record<string, unknown>>, path: readonly string[]): unknown {
  let node: unknown = tree;
  for (const key of path) {
    if (typeof node !== 'object' || node === null || Array.isArray(node)) return undefined;
    node = (node as Record<string, unknown>)[key];
  }
  return node ?? undefined;
}

/** The value of one setting, or its default; a bad value adds a fault and gives `undefined`. */
export function resolveSetting(placed: PlacedSetting, env: Environment, file: Readonly<Record<string, unknown>>, from: DefaultSource, findings: Findings): unknown {
  const { setting } = placed;
  const found = find(placed, env, file, findings);
  if (found === undefined) return typeof setting.default === 'function' ? (setting.default as (source: DefaultSource) => unknown)(from) : setting.default;
  const parsed = setting.kind.schema.safeParse(found.raw);
  if (parsed.success) return parsed.data;
  const shown = setting.secret ? 'the value' : JSON.stringify(found.raw);
  findings.faults.push({ source: found.source, problem: `${shown} is not allowed; must be ${setting.kind.allowed}` });
  return undefined;
}
