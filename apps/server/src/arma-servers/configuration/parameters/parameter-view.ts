import { z } from 'zod';

const TEXT = { min: z.int(), max: z.int(), pattern: z.string().optional() };
const COLUMN = z.object({ name: z.string(), label: z.string().optional(), type: z.enum(['text', 'boolean', 'integer', 'number']), min: z.number().optional(), max: z.number().optional() });

/** A {@link ParameterKind} on the wire. */
const KIND_VIEW = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), ...TEXT }),
  z.object({ type: z.literal('script'), max: z.int() }),
  z.object({ type: z.enum(['integer', 'number']), min: z.number(), max: z.number(), also: z.array(z.number()).optional() }),
  z.object({ type: z.enum(['switch', 'boolean']) }),
  z.object({ type: z.literal('choice'), values: z.array(z.object({ value: z.union([z.string(), z.number()]), label: z.string() })) }),
  z.object({ type: z.literal('texts'), maxItems: z.int(), max: z.int(), pattern: z.string().optional() }),
  z.object({ type: z.literal('numbers'), length: z.int(), min: z.int(), max: z.int() }),
  z.object({ type: z.literal('rows'), columns: z.array(COLUMN), maxItems: z.int() }),
]);

/** A {@link Parameter} as the API shows it. */
export const PARAMETER_VIEW = z.object({
  field: z.string(),
  key: z.string(),
  inClass: z.string().optional(),
  group: z.string(),
  kind: KIND_VIEW,
  help: z.string(),
  unit: z.string().optional(),
  gameDefault: z.unknown().optional(),
  default: z.unknown().optional(),
  always: z.boolean().optional(),
  secret: z.boolean().optional(),
  since: z.string().optional(),
  warning: z.string().optional(),
});
