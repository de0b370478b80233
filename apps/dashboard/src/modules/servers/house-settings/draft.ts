import { COUNTS, FOLDERS, type SettingName, type SettingsChange, type SettingsView } from './names.js';

/** What was typed, by setting; lists have one folder a line. */
export type SettingsDraft = Partial<Record<SettingName, string>>;

const isOneOf = <N extends SettingName>(names: readonly N[], name: SettingName): name is N => names.some((one) => one === name);

/** A value as it stands in its field. */
export const textOf = (value: number | string | readonly string[]): string => (typeof value === 'object' ? value.join('\n') : String(value));

const folders = (text: string): string[] => text.split('\n').map((line) => line.trim()).filter((line) => line !== '');

/** What has to be sent; undefined when nothing has changed. */
export function changeOf(draft: SettingsDraft, { settings }: SettingsView): SettingsChange | undefined {
  const typed = (Object.keys(draft) as SettingName[]).filter((name) => draft[name] !== textOf(settings[name].value));
  if (typed.length === 0) return undefined;
  return Object.fromEntries(
    typed.map((name) => {
      const text = draft[name] ?? '';
      if (isOneOf(FOLDERS, name)) return [name, folders(text)];
      // An emptied field has no number: it goes back to the start value.
      if (isOneOf(COUNTS, name)) return [name, text.trim() === '' ? null : Number(text)];
      return [name, text.trim() === '' ? null : text.trim()];
    }),
  );
}

/** The faults of a refused change by setting; those of a folder name its line. */
export function faultsByName(fields: Readonly<Record<string, string>>, inLine: (line: number, fault: string) => string): Partial<Record<string, string>> {
  const faults: Partial<Record<string, string>> = {};
  for (const [path, fault] of Object.entries(fields)) {
    const [name = '', index] = path.split('.');
    const text = index === undefined ? fault : inLine(Number(index) + 1, fault);
    faults[name] = faults[name] === undefined ? text : `${faults[name]} ${text}`;
  }
  return faults;
}
