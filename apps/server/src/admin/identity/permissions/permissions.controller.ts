import { Body, Delete, Get, Param, Post, Put, Req } from '@nestjs/common';
import { ACTIONS, AdminOnly, ALL_SCOPES, callerOf, CurrentUser, ENTITIES, type Principal, Scopes, uiActions } from '@rumpus/auth';
import type { Request } from 'express';
import { z } from 'zod';

import { Answers, idParam, IdentityController } from '../routes.js';
import {
  catalogShape, groupChangesBody, groupShape, hiddenBody, hideBody, myPermissionsShape, newGroupBody, userPermissionsBody, userPermissionsShape,
} from './permission-shapes.js';
import { PermissionsHttpService } from './permissions-http.service.js';

/** What callers may do, and who decides it (library-api spec §6). */
@IdentityController('permissions', 'permissions')
export class PermissionsController {
  constructor(private readonly permissions: PermissionsHttpService) {}

  @Get('me')
  @Scopes('me.read')
  @Answers('get_my_permissions', 'What the caller may do, as switches of the web UI', myPermissionsShape)
  me(@CurrentUser() caller: Principal): z.infer<typeof myPermissionsShape> {
    const grants = uiActions(caller.role === 'admin', caller.grants).map((action) => ({ action, scope: { kind: 'global' as const, id: null } }));
    return { is_admin: caller.role === 'admin', grants, hidden: { platforms: [...caller.hidden.platforms], roms: [...caller.hidden.roms] } };
  }

  @Get('catalog')
  @AdminOnly('users.read')
  @Answers('get_permission_catalog', 'The words that grants are made of', catalogShape)
  catalog(): z.infer<typeof catalogShape> {
    return { entities: [...ENTITIES], actions: [...ACTIONS], scopes: [...ALL_SCOPES] };
  }

  @Get('groups')
  @AdminOnly('users.read')
  @Answers('get_permission_groups', 'All groups', z.array(groupShape))
  groups(): Promise<z.infer<typeof groupShape>[]> {
    return this.permissions.groups();
  }

  @Post('groups')
  @AdminOnly('users.write')
  @Answers('add_permission_group', 'Make a group', groupShape, 201)
  createGroup(@Body({ schema: newGroupBody }) body: z.infer<typeof newGroupBody>, @CurrentUser() caller: Principal, @Req() request: Request): Promise<z.infer<typeof groupShape>> {
    return this.permissions.createGroup(body, caller, callerOf(request));
  }

  @Put('groups/:id')
  @AdminOnly('users.write')
  @Answers('update_permission_group', 'Change a group; grants are replaced as a whole', groupShape)
  updateGroup(
    @Param('id', { schema: idParam }) id: number,
    @Body({ schema: groupChangesBody }) body: z.infer<typeof groupChangesBody>,
    @CurrentUser() caller: Principal,
    @Req() request: Request,
  ): Promise<z.infer<typeof groupShape>> {
    return this.permissions.updateGroup(id, body, caller, callerOf(request));
  }

  @Delete('groups/:id')
  @AdminOnly('users.write')
  @Answers('delete_permission_group', 'Remove a group; its members fall back to the default one')
  deleteGroup(@Param('id', { schema: idParam }) id: number, @CurrentUser() caller: Principal, @Req() request: Request): Promise<null> {
    return this.permissions.deleteGroup(id, caller, callerOf(request));
  }

  @Get('users/:id')
  @AdminOnly('users.read')
  @Answers('get_user_permissions', 'What is set for one user beside his group', userPermissionsShape)
  user(@Param('id', { schema: idParam }) id: number): Promise<z.infer<typeof userPermissionsShape>> {
    return this.permissions.user(id);
  }

  @Put('users/:id')
  @AdminOnly('users.write')
  @Answers('update_user_permissions', 'Set group, overrides, extra scopes and grants on objects of a user', userPermissionsShape)
  updateUser(
    @Param('id', { schema: idParam }) id: number,
    @Body({ schema: userPermissionsBody }) body: z.infer<typeof userPermissionsBody>,
    @CurrentUser() caller: Principal,
    @Req() request: Request,
  ): Promise<z.infer<typeof userPermissionsShape>> {
    return this.permissions.updateUser(id, body, caller, callerOf(request));
  }

  @Post('hidden')
  @AdminOnly('users.write')
  @Answers('hide_entity', 'Hide a platform or game from a user or group', hiddenBody)
  hide(@Body({ schema: hideBody }) body: z.infer<typeof hideBody>, @CurrentUser() caller: Principal, @Req() request: Request): Promise<z.infer<typeof hiddenBody>> {
    return this.permissions.hide(body, caller, callerOf(request));
  }

  @Delete('hidden')
  @AdminOnly('users.write')
  @Answers('unhide_entity', 'Show it again', null, 204)
  unhide(@Body({ schema: hideBody }) body: z.infer<typeof hideBody>, @CurrentUser() caller: Principal, @Req() request: Request): Promise<void> {
    return this.permissions.unhide(body, caller, callerOf(request));
  }
}
