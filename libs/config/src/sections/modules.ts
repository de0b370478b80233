import { z } from 'zod';
import { choice, type Kind, list } from '../kinds.js';
import { setting } from '../setting.js';

/** The four parts of the app that can be switched. */
export const moduleNames = ['library', 'music', 'servers', 'arcade'] as const;
/** One of the four parts. */
export type ModuleName = (typeof moduleNames)[number];

/** A list of names, or `{ <name>: { enabled: false } }` for all but some. */
function moduleList(): Kind<readonly ModuleName[]> {
  const names = list(choice(...moduleNames));
  const switches = z.strictObject(Object.fromEntries(moduleNames.map((name) => [name, z.strictObject({ enabled: z.boolean() }).optional()])));
  const fromSwitches = switches.transform((map) => moduleNames.filter((name) => map[name]?.enabled !== false));
  return { ...names, schema: z.union([names.schema, fromSwitches]), allowed: `a list of ${moduleNames.join(', ')}, or (in YAML) <name>: { enabled: false }` };
}

/** Which parts are on. A part that is off has no route, no job and touches no table. */
export const modules = setting(moduleList(), { env: 'MODULES', default: [...moduleNames], doc: 'Which parts are on.' });
