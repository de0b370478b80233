import { Body, Post } from '@nestjs/common';
import { CurrentUser, type Principal } from '@rumpus/auth';
import { z } from 'zod';
import { rconText } from '../bans/ban.dto.js';
import { Answers } from '../http/answers.js';
import { actorOf } from '../http/caller.js';
import { LanguardController, ServerId, ServerScope } from '../http/languard-controller.js';
import { CountedAs } from '../http/limits.guard.js';
import { RconService } from './rcon.service.js';

const COMMAND = z.strictObject({ command: rconText(1_024).min(1), timeout_ms: z.int().min(100).max(30_000).default(5_000) });
const RESPONSE = z.object({ response: z.string(), took_ms: z.int() });
const SAY = z.strictObject({ message: rconText(255).min(1), player_num: z.int().min(-1).max(255).default(-1) });
const MISSION = z.strictObject({ mission_name: z.string().regex(/^[A-Za-z0-9_.()[\]&+%'-]{1,120}$/, 'must be name.terrain'), difficulty: z.enum(['Recruit', 'Regular', 'Veteran', 'Custom']).optional() });

@LanguardController('api/servers/:id')
export class RconController {
  constructor(private readonly rcon: RconService) {}

  @Post('rcon')
  @CountedAs('console')
  @ServerScope('servers.write')
  @Answers('Send a raw RCon command', RESPONSE)
  command(@CurrentUser() user: Principal, @ServerId() id: number, @Body({ schema: COMMAND }) body: z.infer<typeof COMMAND>): Promise<{ response: string; took_ms: number }> {
    return this.rcon.command(id, body.command, body.timeout_ms, actorOf(user));
  }

  @Post('say')
  @ServerScope('servers.operate')
  @Answers('Say something to all, or to one player')
  say(@ServerId() id: number, @Body({ schema: SAY }) body: z.infer<typeof SAY>): Promise<object> {
    return this.rcon.send(id, `say ${String(body.player_num)} ${body.message}`);
  }

  @Post('lock')
  @ServerScope('servers.operate')
  @Answers('Let nobody join')
  lock(@ServerId() id: number): Promise<object> {
    return this.rcon.send(id, '#lock');
  }

  @Post('unlock')
  @ServerScope('servers.operate')
  @Answers('Let people join again')
  unlock(@ServerId() id: number): Promise<object> {
    return this.rcon.send(id, '#unlock');
  }

  @Post('mission')
  @ServerScope('servers.operate')
  @Answers('Change the mission')
  mission(@ServerId() id: number, @Body({ schema: MISSION }) body: z.infer<typeof MISSION>): Promise<object> {
    return this.rcon.send(id, ['#mission', body.mission_name, ...(body.difficulty === undefined ? [] : [body.difficulty])].join(' '));
  }

  @Post('mission/restart')
  @ServerScope('servers.operate')
  @Answers('Start the mission again')
  restartMission(@ServerId() id: number): Promise<object> {
    return this.rcon.send(id, '#restart');
  }

  @Post('mission/reassign')
  @ServerScope('servers.operate')
  @Answers('Start the mission again with role selection')
  reassign(@ServerId() id: number): Promise<object> {
    return this.rcon.send(id, '#reassign');
  }
}
