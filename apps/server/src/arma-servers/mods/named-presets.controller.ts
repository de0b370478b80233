import { Body, Delete, Get, Param, Post } from '@nestjs/common';
import { CurrentUser, Scopes, type Principal } from '@rumpus/auth';
import { z } from 'zod';
import { Answers } from '../http/answers.js';
import { actorOf } from '../http/caller.js';
import { ID, LanguardController } from '../http/languard-controller.js';
import { CREATE_PRESET, PRESET_VIEW, type CreatePreset, type PresetView } from './mod.dto.js';
import { NamedPresetsService } from './named-presets.service.js';

/** Named lists of mods. They are of the whole house, so who runs all servers makes them; who runs one may load them there. */
@LanguardController('api/presets')
export class NamedPresetsController {
  constructor(private readonly presets: NamedPresetsService) {}

  @Get()
  @Scopes('servers.read')
  @Answers('Named lists of mods', z.array(PRESET_VIEW))
  list(): Promise<PresetView[]> {
    return this.presets.list();
  }

  @Post()
  @Scopes('servers.operate')
  @Answers('Keep a list of mods under a name', PRESET_VIEW, 201)
  create(@CurrentUser() user: Principal, @Body({ schema: CREATE_PRESET }) body: CreatePreset): Promise<PresetView> {
    return this.presets.create(body, actorOf(user));
  }

  @Delete(':preset_id')
  @Scopes('servers.operate')
  @Answers('Delete a named list; servers that were given it stay as they are')
  async remove(@Param('preset_id', { schema: ID }) id: number): Promise<object> {
    await this.presets.remove(id);
    return {};
  }
}
