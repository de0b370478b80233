import { Injectable, Logger } from '@nestjs/common';
import { RconService } from '../rcon/rcon.service.js';
import type { ArmaServer } from '../servers/server.entity.js';
import type { ScheduleAction } from './schedule.dto.js';

const LONGEST = 255;
const WORDS: Partial<Record<ScheduleAction, string>> = { restart: 'restarts', stop: 'goes down', mission: 'changes the mission', lock: 'is locked', backup: 'is backed up', mod_update: 'updates its mods and restarts' };

/** The text of a warning. */
export function warningText(template: string | undefined, server: string, action: ScheduleAction, minutes: number): string {
  const usual = `{server} ${WORDS[action] ?? `runs "${action}"`} in {minutes} ${minutes === 1 ? 'minute' : 'minutes'}`;
  return (template ?? usual).replaceAll('{minutes}', String(minutes)).replaceAll('{server}', server).slice(0, LONGEST);
}

/** What schedules tell the players. A server that can't be reached is no reason to give up: the run itself will show. */
@Injectable()
export class ScheduleVoice {
  private readonly logger = new Logger('schedules');

  constructor(private readonly rcon: RconService) {}

  async warn(server: ArmaServer, action: ScheduleAction, minutes: number, template: string | undefined): Promise<void> {
    await this.send(server, `say -1 ${warningText(template, server.name, action, minutes)}`);
  }

  async lock(server: ArmaServer): Promise<void> {
    await this.send(server, '#lock');
  }

  /** A countdown that players have heard of does not end in a run. */
  async callOff(server: ArmaServer, action: ScheduleAction, locked: boolean): Promise<void> {
    await this.send(server, `say -1 ${`${server.name}: the announced ${action.replace('_', ' ')} is called off`.slice(0, LONGEST)}`);
    if (locked) await this.send(server, '#unlock');
  }

  private async send(server: ArmaServer, command: string): Promise<void> {
    await this.rcon.send(server.id, command).catch((error: unknown) => this.logger.warn({ err: error, serverId: server.id }, 'players could not be told'));
  }
}
