import type { Draft, Parameter, Section, Sections, Values } from './api.js';

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** A draft with one more change; one that leads back to what is stored is no change. */
export function change(draft: Draft, config: Sections, section: Section, field: string, value: unknown): Draft {
  const { [field]: _before, ...rest } = draft[section] ?? {};
  const values: Values = same(value, config[section][field]) ? rest : { ...rest, [field]: value ?? null };
  const { [section]: _section, ...others } = draft;
  return Object.keys(values).length === 0 ? others : { ...others, [section]: values };
}

/** What a field shows: the draft's value, else the stored one; undefined is "the game's default". */
export function valueOf(draft: Draft, config: Sections, section: Section, field: string): unknown {
  const changed = draft[section];
  if (changed !== undefined && field in changed) return changed[field] ?? undefined;
  return config[section][field] ?? undefined;
}

export const isChanged = (draft: Draft, section: Section, field: string): boolean => draft[section] !== undefined && field in draft[section];

/** How many fields were changed. */
export const countChanges = (draft: Draft): number => Object.values(draft).reduce((sum, values) => sum + Object.keys(values).length, 0);

/** Whether a parameter is what somebody looks for. */
export function matches({ field, key, help, group }: Parameter, words: string): boolean {
  const text = `${field} ${field.replaceAll('_', ' ')} ${key} ${help} ${group}`.toLocaleLowerCase();
  return words
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** `max_players` → `Max players`. */
export function labelOf(field: string): string {
  const words = field.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A value as a few words, for defaults and histories. */
export function brief(value: unknown): string {
  if (value === undefined || value === null) return '–';
  if (Array.isArray(value)) return value.length === 0 ? '[]' : value.map(brief).join(', ');
  if (typeof value === 'object') return '$set' in value ? '***' : Object.values(value).map(brief).join(' ');
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text === '' ? '""' : text;
}
