import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { notFound } from '@rumpus/errors';
import { randomUUID } from 'node:crypto';
import { type EntityManager, Repository } from 'typeorm';

import type { Caller } from '../authenticate/caller.js';
import { browserOf } from './user-agent.js';
import { Device } from './device.entity.js';

/** What a pairing device says about itself. */
export interface PairedDevice {
  clientDeviceIdentifier: string;
  name: string;
  client: string;
  platform: string | null;
  clientVersion: string | null;
}

/** Makes and finds the devices that sign-in and pairing bring along. */
@Injectable()
export class DeviceService {
  constructor(@InjectRepository(Device) private readonly devices: Repository<Device>) {}

  /** The device that stands for a browser: one per user, address and platform `Web` (library-api spec §3.2). */
  async ofBrowser(userId: number, from: Caller): Promise<Device> {
    const now = new Date();
    const ipAddress = from.ip.slice(0, 64);
    const known = await this.devices.findOne({ where: { userId, ipAddress, platform: 'Web' }, order: { createdAt: 'ASC' } });
    if (known !== null) {
      await this.devices.update({ id: known.id }, { lastSeen: now });
      return known;
    }
    const browser = browserOf(from.userAgent);
    return this.devices.save(newDevice({ userId, name: browser.name, platform: 'Web', client: 'web', clientVersion: browser.version, ipAddress }));
  }

  /** The device of that identifier, brought up to date, or a new one (library-assets-sync spec §12.2). */
  async ofPairing(userId: number, paired: PairedDevice, manager: EntityManager): Promise<Device> {
    const devices = manager.getRepository(Device);
    const known = await devices.findOneBy({ userId, clientDeviceIdentifier: paired.clientDeviceIdentifier });
    if (known === null) return devices.save(newDevice({ userId, ...paired }));
    const { name, clientVersion } = paired;
    return devices.save(Object.assign(known, { name, clientVersion, lastSeen: new Date(), updatedAt: new Date() }));
  }

  /** Devices of a user, most recently seen first. */
  list(userId: number): Promise<Device[]> {
    return this.devices.find({ where: { userId }, order: { lastSeen: 'DESC', id: 'ASC' } });
  }

  /** Everybody's devices, most recently seen first. */
  listAll(): Promise<Device[]> {
    return this.devices.find({ order: { lastSeen: 'DESC', id: 'ASC' } });
  }

  /** @throws DomainError `not-found`, also for a device of somebody else than `ownerId` */
  async get(id: string, ownerId?: number): Promise<Device> {
    const device = await this.devices.findOneBy(ownerId === undefined ? { id } : { id, userId: ownerId });
    if (device === null) throw notFound('Device not found');
    return device;
  }

  async remove(id: string): Promise<void> {
    await this.devices.delete({ id });
  }

  /** Notes that a device showed itself. */
  async seen(deviceId: string): Promise<void> {
    await this.devices.update({ id: deviceId }, { lastSeen: new Date() });
  }
}

const newDevice = (known: Partial<Device> & Pick<Device, 'userId'>): Device => {
  const now = new Date();
  const blank = { clientDeviceIdentifier: null, name: null, platform: null, client: null, clientVersion: null, ipAddress: null, macAddress: null, hostname: null };
  return Object.assign(new Device(), blank, { id: randomUUID(), syncMode: 'api', syncEnabled: true, syncConfig: null, lastSeen: now, createdAt: now, updatedAt: now }, known);
};
