import { moduleNames } from '@rumpus/config';
import { z } from 'zod';

/** What the dashboard must know before anybody signs in. */
export const houseSchema = z
  .object({
    /** Modules that are switched on; the others have no routes. */
    modules: z.array(z.enum(moduleNames)),
    /** Nobody has claimed this server yet. */
    unclaimed: z.boolean(),
    password_sign_in: z.boolean(),
    oidc: z.object({ enabled: z.boolean(), autologin: z.boolean(), provider: z.string(), rp_initiated_logout: z.boolean() }),
  })
  .meta({ id: 'House' });
export type House = z.output<typeof houseSchema>;
