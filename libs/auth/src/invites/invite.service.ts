import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { CONFIG, type Config } from '@rumpus/config';
import { forbidden, invalid, notFound } from '@rumpus/errors';
import { randomUUID } from 'node:crypto';
import { IsNull, MoreThan, Repository } from 'typeorm';

import { AuditLog } from '../audit/audit-log.js';
import type { Caller } from '../authenticate/caller.js';
import type { Principal } from '../guard/principal.js';
import { LIMITS, RateLimiter } from '../limits/rate-limiter.js';
import { Mailer } from '../mail/mailer.js';
import { publicLink } from '../mail/public-link.js';
import { PermissionGroup } from '../permissions/permission.entities.js';
import { JWT_CODEC, type JwtCodec } from '../tokens/jwt.js';
import { checkEmail } from '../users/account-rules.js';
import type { User } from '../users/user.entity.js';
import { UsersService } from '../users/users.service.js';
import { Invite } from './invite.entity.js';

export interface NewInvite {
  role: string;
  /** Seconds. */
  expiration?: number | undefined;
  permissionGroupId?: number | undefined;
  /** Where to send the link, when mail is set up. */
  email?: string | undefined;
}

export interface Registration {
  username: string;
  email: string;
  password: string;
  token: string;
}

/** Links that let somebody make an account (library-api spec §4.3). A link is spent by a registration that succeeds. */
@Injectable()
export class InviteService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @InjectRepository(Invite) private readonly invites: Repository<Invite>,
    @InjectRepository(PermissionGroup) private readonly groups: Repository<PermissionGroup>,
    @Inject(JWT_CODEC) private readonly jwt: JwtCodec,
    private readonly users: UsersService,
    private readonly mailer: Mailer,
    private readonly limiter: RateLimiter,
    private readonly audit: AuditLog,
  ) {}

  /** Makes a link. `url` is null when no address is known under which others reach us. */
  async create(caller: Principal, wish: NewInvite, from: Caller): Promise<{ token: string; url: string | null; mailed: boolean }> {
    if (wish.role !== 'user' && wish.role !== 'admin') throw invalid(`Role ${wish.role} is not valid`, 'role');
    if (wish.role === 'admin' && caller.role !== 'admin') throw forbidden('Only an administrator can create admin invite links');
    // A group may give more than the inviter has himself.
    if (wish.permissionGroupId !== undefined && caller.role !== 'admin') throw forbidden('Only an administrator can choose the group of an invitation');
    const seconds = wish.expiration ?? this.config.auth.inviteSeconds;
    if (!Number.isInteger(seconds) || seconds < 1 || seconds > 31_536_000) throw invalid('Invite link expiration must be a positive integer', 'expiration');
    const email = wish.email === undefined ? null : checkEmail(wish.email);
    await this.#demandGroup(wish.permissionGroupId);
    const now = new Date();
    const jti = randomUUID();
    const expiresAt = new Date(now.getTime() + seconds * 1000);
    const row = await this.invites.save(this.invites.create({ jti, createdBy: caller.id, role: wish.role, permissionGroupId: wish.permissionGroupId ?? null, email, createdAt: now, expiresAt, usedAt: null, usedBy: null }));
    const token = await this.jwt.sign({ sub: caller.username, type: 'invite', role: wish.role.toUpperCase(), iat: Math.floor(now.getTime() / 1000), jti }, seconds);
    const url = publicLink(this.config.server.baseUrl, `/register?token=${token}`);
    await this.audit.write({ action: 'invite.created', actor: caller, target: `invite:${String(row.id)}`, from, detail: { role: wish.role, permission_group_id: wish.permissionGroupId ?? null, email } });
    const mailed = email !== null && url !== null && (await this.mailer.send({ to: email, kind: 'invite', link: url, sender: caller.username, expiresAt }));
    return { token, url, mailed };
  }

  /** Invitations that still can be used, newest first. */
  list(): Promise<Invite[]> {
    return this.invites.find({ where: { usedAt: IsNull(), expiresAt: MoreThan(new Date()) }, order: { id: 'DESC' } });
  }

  async revoke(caller: Principal, id: number, from: Caller): Promise<void> {
    const { affected } = await this.invites.delete({ id, usedAt: IsNull() });
    if (affected === 0) throw notFound('Invite not found');
    await this.audit.write({ action: 'invite.revoked', actor: caller, target: `invite:${String(id)}`, from });
  }

  /** Makes an account with an invitation. Of several registrations with one link one succeeds. */
  async register({ token, ...fields }: Registration, from: Caller): Promise<User> {
    await this.limiter.hit(LIMITS.register, from.ip);
    await this.users.check(fields);
    const jti = await this.#jtiOf(token);
    const now = new Date();
    const { affected } = await this.invites.update({ jti, usedAt: IsNull(), expiresAt: MoreThan(now) }, { usedAt: now });
    const invite = await this.invites.findOneBy({ jti });
    if (affected !== 1 || invite === null) throw invalid('Invite token has already been used or is invalid.', 'token');
    try {
      const user = await this.users.create({ ...fields, role: invite.role, permissionGroupId: invite.permissionGroupId });
      await this.invites.update({ jti }, { usedBy: user.id });
      await this.audit.write({ action: 'user.registered', actor: user, target: `invite:${String(invite.id)}`, from });
      return user;
    } catch (error) {
      // Nothing came of it, so the link stays good.
      await this.invites.update({ jti, usedBy: IsNull() }, { usedAt: null });
      throw error;
    }
  }

  async #demandGroup(id: number | undefined): Promise<void> {
    if (id !== undefined && !(await this.groups.existsBy({ id }))) throw invalid('There is no such group', 'permission_group_id');
  }

  async #jtiOf(token: string): Promise<string> {
    const result = await this.jwt.verify(token);
    if (!result.ok || result.claims.jti === undefined) throw invalid('Invalid token', 'token');
    if (result.claims['type'] !== 'invite') throw invalid('Invalid token type.', 'token');
    return result.claims.jti;
  }
}
