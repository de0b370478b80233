import type { Setting, SettingValue } from '../api.js';

/** What a form holds: text for most kinds, so that half-typed input is kept; undefined while nothing was changed. */
export type Draft = Readonly<Record<string, string | boolean | undefined>>;

/** The text a field starts with. Secrets are never sent to the page, so theirs is empty. */
export function startText({ kind, value, secret }: Pick<Setting, 'kind' | 'value' | 'secret'>): string {
  if (secret || value === null) return '';
  return kind === 'list' && Array.isArray(value) ? value.join('\n') : String(value);
}

/** The value to store for what was typed; null goes back to what the start says. */
export function valueOf({ kind }: Pick<Setting, 'kind'>, typed: string | boolean): SettingValue {
  if (typeof typed === 'boolean') return typed;
  const text = typed.trim();
  if (text === '') return null;
  // What is no number goes as it is, for the server to refuse: as JSON it would become null, which means something else.
  if (kind === 'number') return Number.isFinite(Number(text)) ? Number(text) : text;
  if (kind !== 'list') return text;
  return text.split(/[\n,]/).map((part) => part.trim()).filter((part) => part !== '');
}

/** The settings that differ from what is stored, ready to be sent. */
export function changesOf(settings: readonly Setting[], draft: Draft): Record<string, SettingValue> {
  const changes: Record<string, SettingValue> = {};
  for (const setting of settings) {
    const typed = draft[setting.env];
    if (typed === undefined) continue;
    const same = typeof typed === 'boolean' ? typed === setting.value : !setting.secret && typed === startText(setting);
    // An untouched secret is an empty field; to remove one there is a button.
    if (same || (setting.secret && typed === '')) continue;
    changes[setting.env] = valueOf(setting, typed);
  }
  return changes;
}
