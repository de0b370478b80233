import { type Config, placedSettings } from '@rumpus/config';
import { isIPv4 } from 'node:net';

import { isRegion } from '../core/regions.js';

type Values = Config['arcade'];

/** What can be changed while the network runs: the name in the API, and the setting. Ports, series and webhooks need a restart. */
export const CHANGEABLE = {
  network_name: 'networkName', network_email: 'networkEmail', address: 'address', keepalive: 'keepalive', advertised_port: 'advertisedPort', https: 'https', uri: 'uri', redirect: 'redirect',
  enforce_pcbid: 'enforcePcbid', pcbid_self_grant_limit: 'pcbidSelfGrantLimit', region: 'region', area: 'area', paseli_enabled: 'paseliEnabled', paseli_infinite: 'paseliInfinite',
  federation_budget_ms: 'federationBudgetMs', event_log_seconds: 'eventLogSeconds', stub_unknown: 'stubUnknown', verbose: 'verbose',
} as const satisfies Readonly<Record<string, keyof Values>>;
export type ChangeableName = keyof typeof CHANGEABLE;
export const CHANGEABLE_NAMES = Object.keys(CHANGEABLE) as ChangeableName[];

/** Settings that may be absent; an empty text (0 for the port) means so. */
const OPTIONAL: ReadonlySet<ChangeableName> = new Set(['address', 'keepalive', 'advertised_port', 'uri', 'redirect', 'area']);
const HOST = /^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/;

/** What a setting must be beyond its kind, in words; undefined when it is fine. */
const FURTHER: Partial<Record<ChangeableName, (value: unknown) => string | undefined>> = {
  region: (value) => (isRegion(Number(value)) ? undefined : '1 to 56, 1000 (Europe) or 2000 (other)'),
  address: hostProblem,
  keepalive: hostProblem,
  area: (value) => (String(value).length <= 63 ? undefined : '63 characters at most'),
  network_name: (value) => (String(value).length <= 255 ? undefined : '255 characters at most'),
  network_email: (value) => (/^[^\s@]+@[^\s@]+$/.test(String(value)) && String(value).length <= 255 ? undefined : 'a mail address'),
};

function hostProblem(value: unknown): string | undefined {
  const host = String(value);
  const isNumeric = /^[\d.]+$/.test(host);
  return HOST.test(host) && (!isNumeric || isIPv4(host)) ? undefined : 'a host name or an IPv4 address, without a port';
}

const kinds = new Map(placedSettings.filter(({ section }) => section === 'arcade').map(({ name, setting }) => [name, setting.kind]));

/** A value ready to be stored and put in force; `undefined` in force means absent. */
export type CheckedValue = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly problem: string };

/** Checks a value as the start checks it, and what only makes sense here. An empty text means that an optional setting is absent: null. */
export function checkSetting(name: ChangeableName, raw: unknown): CheckedValue {
  const given = typeof raw === 'string' ? raw.trim() : raw;
  if (given === '' || (name === 'advertised_port' && given === 0)) return OPTIONAL.has(name) ? { ok: true, value: null } : { ok: false, problem: 'not empty' };
  const kind = kinds.get(CHANGEABLE[name]);
  if (kind === undefined || (typeof given === 'string' && /[\r\n\0]/.test(given))) return { ok: false, problem: 'one line of text' };
  const parsed = kind.schema.safeParse(typeof given === 'string' ? kind.fromText(given) : given);
  if (!parsed.success) return { ok: false, problem: kind.allowed };
  const problem = FURTHER[name]?.(parsed.data);
  return problem === undefined ? { ok: true, value: parsed.data } : { ok: false, problem };
}

/**
 * The settings in force: those of the start, and over them what was changed since. Everybody holds the same object and reads it at each
 * use, so a change needs no restart.
 */
export class NetworkSettings {
  readonly current: Values;
  private overrides: ReadonlyMap<ChangeableName, unknown> = new Map();

  constructor(private readonly start: Values) {
    this.current = { ...start };
  }

  /** The settings whose value is not the one of the start's configuration. */
  changed(): ChangeableName[] {
    return CHANGEABLE_NAMES.filter((name) => this.overrides.has(name));
  }

  /** Puts other changes in force, in place of the earlier ones. */
  replace(overrides: ReadonlyMap<ChangeableName, unknown>): void {
    this.overrides = overrides;
    const values: Record<string, unknown> = { ...this.start };
    for (const [name, value] of overrides) values[CHANGEABLE[name]] = value ?? undefined;
    Object.assign(this.current, values);
  }
}
