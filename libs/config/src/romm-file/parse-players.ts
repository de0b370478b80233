import { z } from 'zod';
import type { TreeReader } from './tree-reader.js';
import type { CoreControls, IceServer, PlayerControls, RommFileConfig } from './types.js';

const iceServer = z.object({ urls: z.union([z.string(), z.array(z.string())]), username: z.string().nullish(), credential: z.string().nullish() });

/** The `emulatorjs` part: the player in the browser. */
export function emulatorjs(reader: TreeReader): RommFileConfig['emulatorjs'] {
  return {
    debug: reader.bool('emulatorjs.debug') ?? false,
    cacheLimit: reader.int('emulatorjs.cache_limit') ?? null,
    disableAutoUnload: reader.bool('emulatorjs.disable_auto_unload') ?? false,
    disableBatchBootup: reader.bool('emulatorjs.disable_batch_bootup') ?? false,
    netplayEnabled: reader.bool('emulatorjs.netplay.enabled') ?? false,
    iceServers: iceServers(reader),
    settings: coreSettings(reader),
    controls: controls(reader),
  };
}

/** The `streaming` part: containers that run a game elsewhere. */
export function streaming(reader: TreeReader): RommFileConfig['streaming'] {
  const containers = listOfMaps(reader, 'streaming.containers');
  return { enabled: reader.bool('streaming.enabled') ?? false, containers };
}

function listOfMaps(reader: TreeReader, path: string): Record<string, unknown>[] {
  const value = reader.at(path);
  if (value === undefined) return [];
  if (Array.isArray(value) && value.every((entry) => typeof entry === 'object' && entry !== null && !Array.isArray(entry))) return value as Record<string, unknown>[];
  reader.faults.push({ source: `${path} in config.yml`, problem: 'must be a list of keys and values' });
  return [];
}

function iceServers(reader: TreeReader): IceServer[] {
  const path = 'emulatorjs.netplay.ice_servers';
  return listOfMaps(reader, path).flatMap((entry) => {
    const parsed = iceServer.safeParse(entry);
    if (!parsed.success) {
      reader.faults.push({ source: `${path} in config.yml`, problem: 'each must have urls, and may have username and credential' });
      return [];
    }
    const { urls, username, credential } = parsed.data;
    return [{ urls, ...(username == null ? {} : { username }), ...(credential == null ? {} : { credential }) }];
  });
}

function coreSettings(reader: TreeReader): Record<string, Record<string, unknown>> {
  const cores = Object.keys(reader.map('emulatorjs.settings') ?? {});
  return Object.fromEntries(cores.map((core) => [core, { ...reader.map(`emulatorjs.settings.${core}`) }]));
}

const binding = z.object({ value: z.union([z.string(), z.number()]).nullish(), value2: z.union([z.string(), z.number()]).nullish() });

function controls(reader: TreeReader): Record<string, CoreControls> {
  const cores = Object.keys(reader.map('emulatorjs.controls') ?? {});
  return Object.fromEntries(
    cores.map((core) => {
      const players = (['0', '1', '2', '3'] as const).map((player) => [player, playerControls(reader, `emulatorjs.controls.${core}.${player}`)]);
      return [core, Object.fromEntries(players) as CoreControls];
    }),
  );
}

function playerControls(reader: TreeReader, path: string): PlayerControls {
  const buttons: [string, { value?: string | number; value2?: string | number }][] = [];
  for (const [button, raw] of Object.entries(reader.map(path) ?? {})) {
    const parsed = binding.safeParse(raw ?? {});
    if (!parsed.success) {
      reader.faults.push({ source: `${path}.${button} in config.yml`, problem: 'must be keys and values (value, value2)' });
      continue;
    }
    const { value, value2 } = parsed.data;
    buttons.push([button, { ...(value == null ? {} : { value }), ...(value2 == null ? {} : { value2 }) }]);
  }
  return Object.fromEntries(buttons);
}
