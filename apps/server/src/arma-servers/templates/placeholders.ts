import { PARAMETERS, type SectionData, type SectionName } from '../configuration/parameters/sections.js';

/** What placeholders stand for. */
export interface PlaceholderValues {
  name: string;
  game_port: number;
  id: number;
}

/** The names a template may use; anything else in double braces is plain text (arma-servers spec §8.7). */
const PLACEHOLDER = /\{\{\s*(name|server_name|game_port|id)\s*\}\}/g;

/** Raw text and scripts are code: a server's name put into them could become part of it, so they are left as they are. */
const CODE = new Set(['extra_options', ...Object.values(PARAMETERS).flatMap((parameters) => parameters.filter(({ kind }) => kind.type === 'script').map(({ field }) => field))]);

function filled(value: unknown, values: PlaceholderValues): unknown {
  if (typeof value === 'string') return value.replaceAll(PLACEHOLDER, (_whole, name: string) => String(name === 'server_name' ? values.name : values[name as keyof PlaceholderValues]));
  if (Array.isArray(value)) return value.map((item) => filled(item, values));
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, filled(item, values)]));
  return value;
}

/** Sections of a template for one server. The outcome still has to be checked like any other input. */
export function fillPlaceholders(config: Partial<Record<SectionName, SectionData>>, values: PlaceholderValues): Partial<Record<SectionName, SectionData>> {
  return Object.fromEntries(
    Object.entries(config).map(([section, data]) => [section, Object.fromEntries(Object.entries(data).map(([field, value]) => [field, CODE.has(field) ? value : filled(value, values)]))]),
  );
}
