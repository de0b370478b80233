import type { Kind } from './kinds.js';

/** Values of settings that were resolved before this one, for defaults that derive from them. */
export interface DefaultSource {
  /** Absolute path of the data folder. */
  readonly dataDir: string;
}

/** Another name a value may come under, e.g. the one RomM or Allstarr used. */
export interface Alias {
  readonly env: string;
  /** Turns the seed's text into ours; `undefined` counts as "not set". */
  readonly convert?: (text: string) => string | undefined;
}

/** Several variables of a seed that make up one of ours (`DB_HOST`, `DB_USER`… make `DATABASE_URL`). */
export interface Composition {
  readonly env: readonly string[];
  /** `undefined` when the variables say nothing. */
  readonly build: (read: (name: string) => string | undefined) => string | undefined;
}

/** A secret that is made at the first start and kept in `$DATA_DIR/keys/<file>` (mode 0600). */
export interface GeneratedKey {
  readonly file: string;
  readonly bytes: number;
}

/** One setting: its only declaration. The key path in config.yml follows from where it stands in its section. */
export interface Setting<T> {
  readonly kind: Kind<NonNullable<T>>;
  readonly env: string;
  readonly aliases: readonly Alias[];
  readonly compose: Composition | undefined;
  readonly default: T | ((from: DefaultSource) => T);
  /** The default as documentation shows it, when it is computed. */
  readonly defaultText: string | undefined;
  readonly doc: string;
  readonly unit: string | undefined;
  readonly secret: boolean;
  readonly generated: GeneratedKey | undefined;
}

interface Declaration<T> {
  env: string;
  doc: string;
  aliases?: readonly (string | Alias)[];
  compose?: Composition;
  unit?: string;
  secret?: boolean;
  generated?: GeneratedKey;
  defaultText?: string;
  default?: T | ((from: DefaultSource) => T);
}

/** Declares a setting that always has a value. */
export function setting<T>(kind: Kind<T>, declaration: Declaration<T> & { default: T | ((from: DefaultSource) => T) }): Setting<T>;
/** Declares a setting made at the first start. */
export function setting<T>(kind: Kind<T>, declaration: Declaration<T> & { generated: GeneratedKey }): Setting<T>;
/** Declares a setting that may be absent. */
export function setting<T>(kind: Kind<T>, declaration: Declaration<T>): Setting<T | undefined>;
export function setting<T>(kind: Kind<T>, declaration: Declaration<T>): Setting<T | undefined> {
  return {
    kind: kind as Kind<NonNullable<T>>,
    env: declaration.env,
    aliases: (declaration.aliases ?? []).map((alias) => (typeof alias === 'string' ? { env: alias } : alias)),
    compose: declaration.compose,
    default: declaration.default,
    defaultText: declaration.defaultText,
    doc: declaration.doc,
    unit: declaration.unit,
    secret: declaration.secret ?? declaration.generated !== undefined,
    generated: declaration.generated,
  };
}

/** Settings of one subject: the camelCase names here are snake_case keys in config.yml. */
export interface Section<S extends Record<string, Setting<unknown>>> {
  readonly doc: string;
  readonly settings: S;
}

/** Declares a section. */
export function section<S extends Record<string, Setting<unknown>>>(doc: string, settings: S): Section<S> {
  return { doc, settings };
}

/** The values of a section. */
export type SectionValues<T> = T extends Section<infer S> ? { readonly [K in keyof S]: S[K] extends Setting<infer V> ? V : never } : never;

/** `adminHost` to `admin_host`. */
export const yamlKey = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
