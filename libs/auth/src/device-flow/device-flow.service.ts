import { Injectable } from '@nestjs/common';
import { InjectDataSource, InjectRepository } from '@nestjs/typeorm';
import { DomainError, forbidden, invalid, notFound } from '@rumpus/errors';
import { DataSource, IsNull, LessThanOrEqual, MoreThan, Repository } from 'typeorm';

import { AuditLog } from '../audit/audit-log.js';
import type { Caller } from '../authenticate/caller.js';
import { Device } from '../devices/device.entity.js';
import { DeviceService, type PairedDevice } from '../devices/device.service.js';
import type { Principal } from '../guard/principal.js';
import { LIMITS, RateLimiter } from '../limits/rate-limiter.js';
import { inCanonicalOrder, isScope, type Scope } from '../scopes/scopes.js';
import { ClientToken } from '../tokens/client-token.entity.js';
import { expiryOf } from '../tokens/expiry.js';
import { newClientToken, normalCode, randomCode, randomHex, sha256 } from '../tokens/secrets.js';
import { DeviceCode } from './device-code.entity.js';

/** Seconds a request waits for approval, and between two polls (library-api spec §5.2). */
const LIFETIME = 600;
const INTERVAL = 5;
/** Seconds a refusal stays to be seen. */
const DENIED_LIFETIME = 60;

export interface DeviceRequest extends PairedDevice {
  requestedScopes: Scope[];
}

export interface Approval {
  userCode: string;
  /** Words that are no scopes are dropped; nothing left is a refusal. */
  approvedScopes: readonly string[];
  deviceName?: string | undefined;
  expiresIn?: string | null | undefined;
}

/** What the one successful poll collects. */
export interface CollectedToken {
  secret: string;
  token: ClientToken;
}

const pollError = (code: 'authorization_pending' | 'slow_down' | 'access_denied' | 'expired_token'): DomainError => invalid(code, 'device_code', { code });

/** Lets devices in that have no keyboard: they show a code, a signed-in user approves it (RFC 8628 in RomM's words). */
@Injectable()
export class DeviceFlowService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @InjectRepository(DeviceCode) private readonly codes: Repository<DeviceCode>,
    @InjectRepository(ClientToken) private readonly tokens: Repository<ClientToken>,
    private readonly devices: DeviceService,
    private readonly limiter: RateLimiter,
    private readonly audit: AuditLog,
  ) {}

  /** Begins: codes for the device to poll with and for its user to type. */
  async init(request: DeviceRequest, from: Caller): Promise<{ deviceCode: string; userCode: string; expiresIn: number; interval: number }> {
    await this.limiter.hit(LIMITS.deviceInit, from.ip);
    const deviceCode = randomHex(32);
    const userCode = randomCode();
    await this.codes.insert({
      ...request,
      requestedScopes: inCanonicalOrder(request.requestedScopes),
      deviceCodeHash: sha256(deviceCode),
      userCodeHash: sha256(userCode),
      status: 'pending',
      tokenId: null,
      lastPoll: null,
      expiresAt: new Date(Date.now() + LIFETIME * 1000),
    });
    await this.audit.write({ action: 'device.requested', from, detail: { name: request.name, client: request.client } });
    return { deviceCode, userCode, expiresIn: LIFETIME, interval: INTERVAL };
  }

  /** The request a code stands for, and which of its scopes the caller could give. */
  async pending(caller: Principal, userCode: string): Promise<{ code: DeviceCode; allowed: Scope[] }> {
    await this.limiter.hit(LIMITS.deviceCode, String(caller.id));
    const code = await this.#open(userCode);
    return { code, allowed: code.requestedScopes.filter((scope) => caller.scopes.has(scope)) };
  }

  /** Approves: finds or makes the device and a token bound to it. Of several approvals of one code one counts. */
  async approve(caller: Principal, approval: Approval, from: Caller): Promise<Device> {
    await this.limiter.hit(LIMITS.deviceCode, String(caller.id));
    const expiresAt = expiryOf(approval.expiresIn);
    const code = await this.#open(approval.userCode);
    const wanted = inCanonicalOrder(approval.approvedScopes.filter(isScope));
    const possible = new Set(code.requestedScopes.filter((scope) => caller.scopes.has(scope)));
    if (wanted.length === 0 || !wanted.every((scope) => possible.has(scope))) throw forbidden("Approved scopes exceed what's allowed for this user");
    const device = await this.dataSource.transaction(async (manager) => {
      const { affected } = await manager.update(DeviceCode, { id: code.id, status: 'pending' }, { status: 'approved', userCodeHash: null });
      if (affected !== 1) throw notFound('Unknown or expired code');
      const name = approval.deviceName === undefined || approval.deviceName.trim() === '' ? code.name : approval.deviceName.trim();
      const paired = await this.devices.ofPairing(caller.id, { ...pick(code), name }, manager);
      // Nobody knows this secret: the poll that collects the token sets its own.
      const fields = { userId: caller.id, name, tokenHash: sha256(newClientToken()), scopes: wanted, deviceId: paired.id, expiresAt, lastUsedAt: null, createdAt: new Date() };
      const token = await manager.save(ClientToken, manager.create(ClientToken, fields));
      await manager.update(DeviceCode, { id: code.id }, { tokenId: token.id });
      return paired;
    });
    await this.audit.write({ action: 'device.approved', actor: caller, target: `device:${device.id}`, from, detail: { name: device.name, scopes: wanted } });
    return device;
  }

  async deny(caller: Principal, userCode: string, from: Caller): Promise<void> {
    await this.limiter.hit(LIMITS.deviceCode, String(caller.id));
    const code = await this.#open(userCode);
    const expiresAt = new Date(Date.now() + DENIED_LIFETIME * 1000);
    const { affected } = await this.codes.update({ id: code.id, status: 'pending' }, { status: 'denied', userCodeHash: null, expiresAt });
    if (affected !== 1) throw notFound('Unknown or expired code');
    await this.audit.write({ action: 'device.denied', actor: caller, from, detail: { name: code.name, client: code.client } });
  }

  /** What the device asks until it is let in. The token is given out once. */
  async poll(deviceCode: string, from: Caller): Promise<CollectedToken> {
    await this.limiter.hit(LIMITS.devicePoll, from.ip);
    const now = new Date();
    const code = await this.codes.findOneBy({ deviceCodeHash: sha256(deviceCode), expiresAt: MoreThan(now) });
    if (code === null) throw pollError('expired_token');
    if (code.status === 'denied') throw pollError('access_denied');
    if (code.status === 'pending') throw pollError((await this.#pollsTooFast(code, now)) ? 'slow_down' : 'authorization_pending');
    if (code.tokenId === null) throw pollError('authorization_pending');
    return this.#collect(code, code.tokenId, from);
  }

  async #collect(code: DeviceCode, tokenId: number, from: Caller): Promise<CollectedToken> {
    const { affected } = await this.codes.delete({ id: code.id, status: 'approved' });
    const token = await this.tokens.findOneBy({ id: tokenId });
    if (affected !== 1 || token === null) throw pollError('expired_token');
    const secret = newClientToken();
    await this.tokens.update({ id: token.id }, { tokenHash: sha256(secret) });
    await this.audit.write({ action: 'device.collected', target: `token:${String(token.id)}`, from });
    return { secret, token };
  }

  /** Notes a poll; true when the one before was less than the interval ago. */
  async #pollsTooFast(code: DeviceCode, now: Date): Promise<boolean> {
    const due = new Date(now.getTime() - INTERVAL * 1000);
    const { affected } = await this.codes.update([{ id: code.id, lastPoll: IsNull() }, { id: code.id, lastPoll: LessThanOrEqual(due) }], { lastPoll: now });
    if (affected === 1) return false;
    await this.codes.update({ id: code.id }, { lastPoll: now });
    return true;
  }

  async #open(userCode: string): Promise<DeviceCode> {
    const code = await this.codes.findOneBy({ userCodeHash: sha256(normalCode(userCode)), expiresAt: MoreThan(new Date()) });
    if (code === null) throw notFound('Unknown or expired code');
    if (code.status !== 'pending') throw new DomainError('gone', `Code already ${code.status}`);
    return code;
  }
}

const pick = ({ clientDeviceIdentifier, client, platform, clientVersion }: DeviceCode): Omit<PairedDevice, 'name'> => ({ clientDeviceIdentifier, client, platform, clientVersion });
