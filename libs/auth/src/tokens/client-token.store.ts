import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { PairLookup } from '@rumpus/persistence';
import { Repository } from 'typeorm';

import { DeviceService } from '../devices/device.service.js';
import { User } from '../users/user.entity.js';
import { ClientToken } from './client-token.entity.js';
import { sha256 } from './secrets.js';

const TOUCH_EVERY = 5 * 60_000;

/** Looks client API tokens up by their secret. */
@Injectable()
export class ClientTokenStore {
  private readonly lookup: PairLookup<ClientToken, User>;

  constructor(
    @InjectRepository(ClientToken) private readonly tokens: Repository<ClientToken>,
    private readonly devices: DeviceService,
  ) {
    this.lookup = new PairLookup(tokens.manager.dataSource, ClientToken, User, 'tokenHash', 'userId');
  }

  /** The live token of that secret and its enabled owner; notes the use at most every five minutes (library-api spec §3.1). */
  async find(secret: string): Promise<{ token: ClientToken; user: User } | undefined> {
    const found = await this.lookup.find(sha256(secret));
    if (found === undefined) return undefined;
    const { left: token, right: user } = found;
    if ((token.expiresAt !== null && token.expiresAt.getTime() <= Date.now()) || !user.enabled) return undefined;
    await this.#noteUse(token);
    return { token, user };
  }

  async #noteUse(token: ClientToken): Promise<void> {
    if (Date.now() - (token.lastUsedAt?.getTime() ?? 0) < TOUCH_EVERY) return;
    await this.tokens.update({ id: token.id }, { lastUsedAt: new Date() });
    if (token.deviceId !== null) await this.devices.seen(token.deviceId);
  }
}
