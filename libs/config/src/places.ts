import { type PlacedSetting, rootSettings, sectionList } from './schema.js';
import { type Setting, yamlKey } from './setting.js';

/** Every setting with its place, in documentation order. */
export const placedSettings: readonly PlacedSetting[] = [
  ...Object.entries(rootSettings).map(([name, setting]) => ({ section: undefined, name, path: [yamlKey(name)], setting: setting as unknown as Setting<unknown> })),
  ...sectionList.flatMap(([section, { settings }]) => Object.entries(settings).map(([name, setting]) => ({ section, name, path: [yamlKey(section), yamlKey(name)], setting }))),
];

/** Our own keys at the top of config.yml. */
export const ownTopLevelKeys: ReadonlySet<string> = new Set(placedSettings.map((placed) => placed.path[0] ?? ''));

/** Every environment name that is read: `env` to the setting's own name. */
export function aliasTable(): ReadonlyMap<string, string> {
  const table = new Map<string, string>();
  for (const { setting } of placedSettings) {
    for (const alias of setting.aliases) table.set(alias.env, setting.env);
    for (const part of setting.compose?.env ?? []) table.set(part, setting.env);
  }
  return table;
}

/** Names of every setting, for tests and tools. */
export const settingNames: readonly { readonly section: string | undefined; readonly name: string; readonly env: string }[] = placedSettings.map(({ section, name, setting }) => ({ section, name, env: setting.env }));
