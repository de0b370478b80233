import { Injectable } from '@nestjs/common';
import { PermissionAdminService, type User, UsersService } from '@rumpus/auth';
import { notFound } from '@rumpus/errors';

/** An account of the house, as the arcade's pages name it. */
export interface AccountView {
  id: number;
  username: string;
  email: string | null;
}

const toView = ({ id, username, email }: User): AccountView => ({ id, username, email });

/** The right that makes the owner of one arcade. */
const OWNER = (arcadeId: number) => ({ scope: 'arcade.write', kind: 'arcade', id: String(arcadeId) }) as const;

/** What the arcade knows of the house's accounts: names, and who owns which arcade. */
@Injectable()
export class Accounts {
  constructor(private readonly users: UsersService, private readonly permissions: PermissionAdminService) {}

  async byIds(ids: Iterable<number>): Promise<Map<number, AccountView>> {
    const found = await Promise.all([...new Set(ids)].map((id) => this.users.find(id)));
    return new Map(found.filter((user) => user !== null).map((user) => [user.id, toView(user)]));
  }

  /** Ids of the accounts whose name or mail address has the text in it. */
  async search(text: string): Promise<number[]> {
    const wanted = text.toLowerCase();
    return (await this.users.list()).filter(({ username, email }) => username.includes(wanted) || (email ?? '').toLowerCase().includes(wanted)).map(({ id }) => id);
  }

  /** @throws DomainError `not-found` */
  async byName(username: string): Promise<AccountView> {
    const user = await this.users.findByName(username);
    if (user === null) throw notFound(`There is no account "${username}"`, { code: 'account_unknown' });
    return toView(user);
  }

  async ownersOf(arcadeId: number): Promise<AccountView[]> {
    return (await this.permissions.holders(OWNER(arcadeId))).map(toView);
  }

  /** Makes exactly these accounts the owners of an arcade. */
  async setOwners(arcadeId: number, ids: readonly number[]): Promise<void> {
    await this.permissions.setHolders(OWNER(arcadeId), ids);
  }
}
