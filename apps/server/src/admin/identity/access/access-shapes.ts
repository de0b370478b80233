import type { Device } from '@rumpus/auth';
import { z } from 'zod';

import { appPasswordShape, sessionShape } from '../account/account-shapes.js';
import { wireTime, wireTimeOrNull } from '../wire.js';

/** A device as the pages about access show it; what it synchronises is told elsewhere. */
export const accessDeviceShape = z
  .object({
    id: z.string(),
    name: z.string().nullable(),
    platform: z.string().nullable(),
    client: z.string().nullable(),
    client_version: z.string().nullable(),
    ip_address: z.string().nullable(),
    last_seen: z.string().nullable(),
    created_at: z.string(),
    current: z.boolean(),
  })
  .meta({ id: 'AccessDevice' });

const owner = { user_id: z.int(), username: z.string() };
export const ownedSessionShape = sessionShape.extend(owner).meta({ id: 'OwnedSession' });
export const ownedDeviceShape = accessDeviceShape.extend(owner).meta({ id: 'OwnedDevice' });
export const ownedAppPasswordShape = appPasswordShape.extend(owner).meta({ id: 'OwnedAppPassword' });

export const accessDeviceBody = (device: Device, currentId: string | undefined): z.infer<typeof accessDeviceShape> => ({
  id: device.id,
  name: device.name,
  platform: device.platform,
  client: device.client,
  client_version: device.clientVersion,
  ip_address: device.ipAddress,
  last_seen: wireTimeOrNull(device.lastSeen),
  created_at: wireTime(device.createdAt),
  current: device.id === currentId,
});
