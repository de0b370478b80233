import { Injectable } from '@nestjs/common';
import type { Principal } from '@rumpus/auth';

import { ArcadeData } from '../store/arcade-data.js';
import { Accounts, type AccountView } from './accounts.js';
import { ArcadesService } from './arcades.service.js';
import { note } from './player-admin.service.js';

/** Owners of arcades: accounts that hold `arcade.write` on the one arcade. */
@Injectable()
export class OwnersService {
  constructor(private readonly arcades: ArcadesService, private readonly accounts: Accounts, private readonly data: ArcadeData) {}

  async of(arcadeId: number): Promise<AccountView[]> {
    await this.arcades.arcade(arcadeId);
    return this.accounts.ownersOf(arcadeId);
  }

  /** @throws DomainError `not-found` for a name nobody has; then nothing was changed */
  async set(caller: Principal, arcadeId: number, usernames: readonly string[]): Promise<AccountView[]> {
    await this.arcades.arcade(arcadeId);
    const accounts = await Promise.all(usernames.map((username) => this.accounts.byName(username)));
    await this.accounts.setOwners(arcadeId, accounts.map(({ id }) => id));
    await note(this.data, caller, 'arcade owners', { arcade: arcadeId, owners: accounts.map(({ username }) => username) });
    return this.accounts.ownersOf(arcadeId);
  }

  /** An arcade that is gone has no owners: its number may come back. */
  async remove(arcadeId: number): Promise<void> {
    await this.arcades.remove(arcadeId);
    await this.accounts.setOwners(arcadeId, []);
  }
}
