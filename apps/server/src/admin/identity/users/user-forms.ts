import { invalid } from '@rumpus/errors';
import type { UserChanges } from '@rumpus/auth';
import { z } from 'zod';

/** `POST /users`; the claim code only counts while nobody has claimed the server. */
export const newUserBody = z.object({
  username: z.string().max(1000),
  email: z.string().max(1000).nullish().transform((email) => email ?? ''),
  password: z.string().max(1000),
  role: z.string().max(50).default('user'),
  claim_code: z.string().max(200).optional(),
  /** Ours: the first sign-in has to set another password. */
  must_change_password: z.boolean().default(false),
});

export const registrationBody = z.object({ username: z.string().max(1000), email: z.string().max(1000), password: z.string().max(1000), token: z.string().max(4000) });

const WORDS: Readonly<Record<string, boolean>> = { true: true, 1: true, yes: true, on: true, t: true, y: true, false: false, 0: false, no: false, off: false, f: false, n: false };

const formBool = z.preprocess((value) => (typeof value === 'string' && value !== '' ? (WORDS[value.toLowerCase()] ?? value) : value === '' ? undefined : value), z.boolean().optional());

/** `PUT /users/{id}`: a form, so everything is text (library-api spec §4.4). */
export const userForm = z.object({
  username: z.string().max(1000).optional(),
  password: z.string().max(1000).optional(),
  email: z.string().max(1000).optional(),
  role: z.string().max(50).optional(),
  enabled: formBool,
  must_change_password: formBool,
  ra_username: z.string().max(255).optional(),
  ui_settings: z.union([z.string().max(1_000_000), z.record(z.string(), z.unknown())]).optional(),
});

const uiSettings = (given: string | Record<string, unknown> | undefined): Record<string, unknown> | undefined => {
  if (given === undefined || given === '') return undefined;
  if (typeof given === 'object') return given;
  let parsed: unknown;
  try {
    parsed = JSON.parse(given);
  } catch (error) {
    throw invalid(`Invalid ui_settings JSON: ${error instanceof Error ? error.message : 'not JSON'}`, 'ui_settings');
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw invalid('Invalid ui_settings JSON: must be an object', 'ui_settings');
  return parsed as Record<string, unknown>;
};

/** The changes a form asks for; absent fields ask for none. */
export const changesOf = (form: z.infer<typeof userForm>): UserChanges => {
  const { ra_username: raUsername, ui_settings: settings, must_change_password: mustChangePassword, ...rest } = form;
  const wanted = { ...rest, mustChangePassword, raUsername, uiSettings: uiSettings(settings) };
  return Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
};
