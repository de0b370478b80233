import type { Template } from '../api/types.js';
import type { Draft, Schema, Section, Sections } from '../config/api.js';
import type { TemplateChange } from './api.js';

const each = <T>(make: (section: Section) => T): Record<Section, T> => ({ server: make('server'), basic: make('basic'), profile: make('profile'), launch: make('launch'), rcon: make('rcon') });

/** A template holds no passwords, so its forms ask for none. */
export const withoutSecrets = (schema: Schema): Schema => each((section) => schema[section].filter(({ secret }) => secret !== true));

/** What a server made from a template starts with: our defaults, and what the template says over them. */
export const startOf = (schema: Schema, { config }: Template): Sections =>
  each((section) => ({ ...Object.fromEntries(schema[section].flatMap(({ field, default: value }) => (value === undefined ? [] : [[field, value]]))), ...config[section] }));

/** Sections as a template holds them after changes; only those that changed. */
export const changedSections = ({ config }: Template, draft: Draft): TemplateChange['config'] =>
  Object.fromEntries((Object.keys(draft) as Section[]).map((section) => [section, { ...config[section], ...draft[section] }]));
