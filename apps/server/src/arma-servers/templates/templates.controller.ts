import { Body, Delete, Get, Param, Post, Put } from '@nestjs/common';
import { CurrentUser, Scopes, type Principal } from '@rumpus/auth';
import { z } from 'zod';
import { Answers } from '../http/answers.js';
import { actorOf } from '../http/caller.js';
import { assertEverywhere, assertMayChange } from '../http/everywhere.js';
import { ID, LanguardController } from '../http/languard-controller.js';
import { CREATE_TEMPLATE, TEMPLATE_VIEW, UPDATE_TEMPLATE, type CreateTemplate, type TemplateView, type UpdateTemplate } from './template.dto.js';
import { TemplatesService } from './templates.service.js';

@LanguardController('api/templates', 'server templates')
export class TemplatesController {
  constructor(private readonly templates: TemplatesService) {}

  @Get()
  @Scopes('servers.read')
  @Answers('The templates that servers can be made from', z.array(TEMPLATE_VIEW))
  list(): Promise<TemplateView[]> {
    return this.templates.list();
  }

  @Get(':template_id')
  @Scopes('servers.read')
  @Answers('One template', TEMPLATE_VIEW)
  get(@Param('template_id', { schema: ID }) id: number): Promise<TemplateView> {
    return this.templates.get(id);
  }

  @Post()
  @Scopes('servers.write')
  @Answers('Make a template, from a server or from the body', TEMPLATE_VIEW, 201)
  create(@CurrentUser() user: Principal, @Body({ schema: CREATE_TEMPLATE }) body: CreateTemplate): Promise<TemplateView> {
    assertEverywhere(user);
    if (body.from_server_id !== undefined) assertMayChange(user, body.from_server_id);
    return this.templates.create(body, actorOf(user));
  }

  @Put(':template_id')
  @Scopes('servers.write')
  @Answers('Change a template; servers that were made from it stay as they are', TEMPLATE_VIEW)
  update(@CurrentUser() user: Principal, @Param('template_id', { schema: ID }) id: number, @Body({ schema: UPDATE_TEMPLATE }) body: UpdateTemplate): Promise<TemplateView> {
    assertEverywhere(user);
    return this.templates.update(id, body);
  }

  @Delete(':template_id')
  @Scopes('servers.write')
  @Answers('Delete a template')
  async remove(@CurrentUser() user: Principal, @Param('template_id', { schema: ID }) id: number): Promise<object> {
    assertEverywhere(user);
    await this.templates.remove(id);
    return {};
  }
}
