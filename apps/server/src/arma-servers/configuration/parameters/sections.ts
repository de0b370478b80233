import { z } from 'zod';
import { invalidInput, type FieldFault } from '../../errors.js';
import { assertWritable } from '../syntax/write.js';
import { BASIC_PARAMETERS, LAUNCH_PARAMETERS, PROFILE_PARAMETERS, RCON_PARAMETERS } from './other-parameters.js';
import { changeSchema, defaultsOf, type Parameter } from './parameter.js';
import { SERVER_PARAMETERS } from './server-parameters.js';

/** The sections of a server's configuration. */
export const SECTIONS = ['server', 'basic', 'profile', 'launch', 'rcon'] as const;
export type SectionName = (typeof SECTIONS)[number];

/** Values of one section by field; an absent field is "the game's default". */
export type SectionData = Record<string, unknown>;

/** A whole configuration. */
export type ConfigData = Record<SectionName, SectionData>;

export const PARAMETERS: Readonly<Record<SectionName, readonly Parameter[]>> = {
  server: SERVER_PARAMETERS,
  basic: BASIC_PARAMETERS,
  profile: PROFILE_PARAMETERS,
  launch: LAUNCH_PARAMETERS,
  rcon: RCON_PARAMETERS,
};

/** Text appended to server.cfg as it is, after it was parsed: for keys this program does not know yet. */
const EXTRA_OPTIONS = z.string().max(16_384).nullish();

const SCHEMAS: Readonly<Record<SectionName, z.ZodType<Record<string, unknown>>>> = {
  server: (changeSchema(SERVER_PARAMETERS) as z.ZodObject).extend({ extra_options: EXTRA_OPTIONS }),
  basic: changeSchema(BASIC_PARAMETERS),
  profile: changeSchema(PROFILE_PARAMETERS),
  launch: changeSchema(LAUNCH_PARAMETERS),
  rcon: changeSchema(RCON_PARAMETERS),
};

/** What a new server starts with, secrets left out. */
export const defaultConfig = (): ConfigData => ({
  server: defaultsOf(SERVER_PARAMETERS),
  basic: defaultsOf(BASIC_PARAMETERS),
  profile: defaultsOf(PROFILE_PARAMETERS),
  launch: defaultsOf(LAUNCH_PARAMETERS),
  rcon: defaultsOf(RCON_PARAMETERS),
});

/** The secret fields of all sections, with their section. */
export const SECRET_FIELDS: readonly { section: SectionName; field: string }[] = SECTIONS.flatMap((section) =>
  PARAMETERS[section].filter((parameter) => parameter.secret === true).map(({ field }) => ({ section, field })),
);

function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(texts);
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : [];
}

/**
 * Checks a change of one section: types, ranges, unknown fields, and texts that can't be written.
 *
 * @returns the change in its normal form
 * @throws LanguardError `VALIDATION_ERROR` with every fault, or `CONFIG_INJECTION`
 */
export function checkChange(section: SectionName, change: unknown): SectionData {
  const result = SCHEMAS[section].safeParse(change);
  if (!result.success) {
    throw invalidInput(
      ...result.error.issues.flatMap((issue): FieldFault[] => {
        const path = [section, ...issue.path].join('.');
        if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => ({ path: `${section}.${key}`, rule: 'unknown', message: 'no such setting' }));
        return [{ path, rule: issue.code, message: issue.message }];
      }),
    );
  }
  for (const [field, value] of Object.entries(result.data)) {
    if (field === 'extra_options') continue;
    for (const text of texts(value)) assertWritable(text, field);
  }
  return result.data;
}

/** Applies a change; null takes a field back to the game's default. */
export function merge(data: SectionData, change: SectionData): SectionData {
  const merged = { ...data };
  for (const [field, value] of Object.entries(change)) {
    if (value === undefined) continue;
    if (value === null) delete merged[field];
    else merged[field] = value;
  }
  return merged;
}

/** Rules over several fields of one section. @throws LanguardError `VALIDATION_ERROR` */
export function checkTogether(section: SectionName, data: SectionData): void {
  if (section !== 'basic') return;
  const faults: FieldFault[] = [];
  const value = (field: string): number | undefined => (typeof data[field] === 'number' ? data[field] : undefined);
  const packet = value('max_packet_size') ?? 1_400;
  for (const field of ['max_size_guaranteed', 'max_size_nonguaranteed']) {
    if ((value(field) ?? 0) > packet) faults.push({ path: `basic.${field}`, rule: 'max', message: `larger than a packet (${String(packet)} bytes): causes desync` });
  }
  const [least, most] = [value('min_bandwidth'), value('max_bandwidth')];
  if (least !== undefined && most !== undefined && most < least) faults.push({ path: 'basic.max_bandwidth', rule: 'min', message: 'smaller than min_bandwidth' });
  if (faults.length > 0) throw invalidInput(...faults);
}
