import { GERMAN, GERMAN_WORDS } from './german.js';
import type { ParameterKind } from './kinds.js';
import type { Parameter } from './parameter.js';
import { PARAMETERS, type SectionName } from './sections.js';

/** Languages in which parameters explain themselves. */
export const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

/** A word is shown as it is where there is no other for it. */
const word = (text: string): string => GERMAN_WORDS[text] ?? text;

function kindInGerman(kind: ParameterKind): ParameterKind {
  if (kind.type === 'choice') return { ...kind, values: kind.values.map(({ value, label }) => ({ value, label: word(label) })) };
  if (kind.type === 'rows') return { ...kind, columns: kind.columns.map((column) => ({ ...column, label: word(column.name) })) };
  return kind;
}

function inGerman(section: SectionName, parameter: Parameter): Parameter {
  const { unit } = parameter;
  return { ...parameter, ...GERMAN[section][parameter.field], kind: kindInGerman(parameter.kind), ...(unit === undefined ? {} : { unit: word(unit) }) };
}

const sectionInGerman = (section: SectionName): readonly Parameter[] => PARAMETERS[section].map((parameter) => inGerman(section, parameter));
const german = { server: sectionInGerman('server'), basic: sectionInGerman('basic'), profile: sectionInGerman('profile'), launch: sectionInGerman('launch'), rcon: sectionInGerman('rcon') };

/** All parameters with their meaning, choices and units in a language; names stay those of the files. */
export const parametersIn = (language: Language): Readonly<Record<SectionName, readonly Parameter[]>> => (language === 'de' ? german : PARAMETERS);
