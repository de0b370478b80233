import { Injectable } from '@nestjs/common';

import { AuditLog } from '../audit/audit-log.js';
import type { Caller } from '../authenticate/caller.js';
import { demandUnnarrowed, type Principal } from '../guard/principal.js';
import { SessionService } from '../sessions/session.service.js';
import { ClientTokenService } from '../tokens/client-token.service.js';
import { DeviceService } from './device.service.js';

/** Takes a device's access away: a lost handheld, a browser on somebody else's machine. */
@Injectable()
export class DeviceAccessService {
  constructor(
    private readonly devices: DeviceService,
    private readonly sessions: SessionService,
    private readonly tokens: ClientTokenService,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Removes a device with the tokens and sessions bound to it. `ownerId` undefined: anybody's, for administrators.
   * @throws DomainError `not-found`, also for devices of others
   */
  async remove(caller: Principal, id: string, ownerId: number | undefined, from: Caller): Promise<void> {
    demandUnnarrowed(caller);
    const device = await this.devices.get(id, ownerId);
    await this.tokens.revokeOfDevice(device.userId, device.id);
    await this.sessions.endOfDevice(device.userId, device.id);
    await this.devices.remove(device.id);
    await this.audit.write({ action: 'device.removed', actor: caller, target: `device:${device.id}`, from, detail: { name: device.name, owner: device.userId } });
  }
}
