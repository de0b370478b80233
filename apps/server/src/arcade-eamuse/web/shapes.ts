import { z } from 'zod';

import { type ChangeableName, checkSetting } from '../settings/network-settings.js';

/** Shapes of the answers below `/api/arcade`, for the OpenAPI document. */
export const cardShape = z.object({ card: z.string(), name: z.string().nullable().describe('What its player calls it'), number: z.string().nullable() });
export const profileShape = z.object({ series: z.string(), version: z.int(), game: z.string(), name: z.string(), extid: z.string(), details: z.record(z.string(), z.string()) });
export const playerShape = z.object({ id: z.int(), cards: z.array(cardShape), profiles: z.array(profileShape) });
export const playerLineShape = z.object({
  player: z.int(), remote: z.boolean().describe('Known from another network only'), name: z.string(), extid: z.string(), versions: z.array(z.int()), first_play: z.string().nullable(), last_play: z.string().nullable(), plays: z.int(),
});
export const playerOfSeriesShape = playerLineShape.extend({
  today_plays: z.int(), total_days: z.int(), consecutive_days: z.int(),
  profiles: z.array(z.object({ version: z.int(), game: z.string(), name: z.string(), details: z.record(z.string(), z.string()) })),
});
export const songShape = z.object({ song: z.int(), name: z.string(), artist: z.string(), genre: z.string(), difficulties: z.record(z.string(), z.int()), versions: z.array(z.int()), category: z.int().nullable() });
export const scoreShape = z.object({
  player: z.int(), player_name: z.string(), song: z.int(), song_name: z.string(), chart: z.int(), chart_name: z.string(), points: z.int(), at: z.string(), plays: z.int().nullable(),
  new_record: z.boolean().nullable(), details: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
});
export const gameShape = z.object({
  series: z.string(), title: z.string(), federated: z.boolean(), charts: z.record(z.string(), z.string()).nullable(), categories: z.record(z.string(), z.string()).nullable(),
  versions: z.array(z.object({ version: z.int(), name: z.string(), settings: z.int(), rivals: z.int(), name_rule: z.string().nullable() })),
});

export const arcadeFields = z.strictObject({
  name: z.string().min(1).max(255), description: z.string().max(255), region: z.int(), area: z.string().max(63).nullable(), paseli_enabled: z.boolean(), paseli_infinite: z.boolean(), mask_services_url: z.boolean(),
});
export const newArcade = arcadeFields.partial().required({ name: true });
export const arcadeChanges = arcadeFields.partial();
export const arcadeShape = arcadeFields.extend({ id: z.int(), machines: z.int() });
export const machineShape = z.object({
  id: z.int(), pcbid: z.string(), name: z.string(), description: z.string(), port: z.int(), arcade_id: z.int().nullable(), game: z.string().nullable(), pinned_version: z.int().nullable(),
});
export const machineChanges = z.strictObject({
  description: z.string().max(255).optional(), port: z.int().min(1).max(65_535).optional(), arcade_id: z.int().min(1).nullable().optional(), game: z.string().max(32).nullable().optional(),
  pinned_version: z.int().min(-10_000).max(10_000).nullable().optional(),
});
export const ownerMachineChanges = machineChanges.pick({ description: true, port: true });
export const settingShape = z.object({
  key: z.string(), name: z.string(), tip: z.string(), kind: z.enum(['bool', 'int', 'str', 'longstr']), values: z.record(z.string(), z.string()).optional(),
  default: z.union([z.boolean(), z.number(), z.string()]), value: z.union([z.boolean(), z.number(), z.string()]),
});
export const settingsShape = z.object({ settings: z.array(settingShape) });
export const settingChanges = z.record(z.string().max(64), z.union([z.boolean(), z.number(), z.string()]));
export const newsShape = z.object({ id: z.int(), at: z.string(), title: z.string(), body: z.string() });
export const newsBody = z.strictObject({ title: z.string().min(1).max(255), body: z.string().min(1).max(20_000) });
export const auditShape = z.object({ id: z.int(), at: z.string(), player: z.int().nullable(), arcade: z.int().nullable(), type: z.string(), data: z.unknown() });
export const exchangeShape = z.object({
  id: z.int(), at: z.string(), address: z.string(), pcbid: z.string(), model: z.string(), call: z.string(), status: z.int(), milliseconds: z.number(), container: z.string(), encoding: z.string(), encrypted: z.boolean(), compressed: z.boolean(), received: z.int(), sent: z.int(),
});
export const callShape = z.object({ series: z.string(), version: z.int(), module: z.string(), method: z.string(), handled: z.int(), unhandled: z.int() });

const optionalText = z.string().nullable();
export const configShape = z.object({
  network_name: z.string(), network_email: z.string(), address: optionalText, keepalive: optionalText, port: z.int(), advertised_port: z.int().nullable(), https: z.boolean(), uri: optionalText, redirect: optionalText,
  enforce_pcbid: z.boolean(), pcbid_self_grant_limit: z.int(), region: z.int(), area: optionalText, paseli_enabled: z.boolean(), paseli_infinite: z.boolean(), series: z.array(z.string()),
  webhooks: z.array(z.string()).describe('Series that have webhooks'), event_log_seconds: z.int(),
  federation_budget_ms: z.int(), stub_unknown: z.boolean(), verbose: z.boolean(), changed: z.array(z.string()).describe('Settings that differ from the configuration of the start'),
});

const ifText = (most: number) => z.string().max(most).nullable().optional();
const ifInt = z.int().nullable().optional();
const ifFlag = z.boolean().nullable().optional();
/** Changes of the network's settings; null goes back to what the configuration of the start says, an empty text (port: 0) means none. */
export const configChanges = z.strictObject({
  network_name: ifText(255), network_email: ifText(255), address: ifText(255), keepalive: ifText(255), advertised_port: ifInt, https: ifFlag, uri: ifText(1024), redirect: ifText(1024), enforce_pcbid: ifFlag,
  pcbid_self_grant_limit: ifInt, region: ifInt, area: ifText(63), paseli_enabled: ifFlag, paseli_infinite: ifFlag, federation_budget_ms: ifInt, event_log_seconds: ifInt, stub_unknown: ifFlag, verbose: ifFlag,
}).superRefine((changes, context) => {
  for (const [name, value] of Object.entries(changes)) {
    const checked = value === null || value === undefined ? undefined : checkSetting(name as ChangeableName, value);
    if (checked?.ok === false) context.addIssue({ code: 'custom', path: [name], message: `must be ${checked.problem}` });
  }
});
