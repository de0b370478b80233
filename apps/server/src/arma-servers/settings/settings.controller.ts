import { Body, Get, Put } from '@nestjs/common';
import { AdminOnly, CurrentUser, type Principal } from '@rumpus/auth';
import { Answers } from '../http/answers.js';
import { actorOf } from '../http/caller.js';
import { LanguardController } from '../http/languard-controller.js';
import { SETTINGS_CHANGE, SETTINGS_VIEW, type SettingsChange, type SettingsView } from './changeable.js';
import { ServerSettings } from './server-settings.js';

/** Settings of the server manager that need no restart. Paths lead to programs that are run, so only administrators see and change them. */
@LanguardController('api/system/settings')
export class ServerSettingsController {
  constructor(private readonly settings: ServerSettings) {}

  @Get()
  @AdminOnly('servers.read')
  @Answers('Retention, steamcmd and folders as they count now, and what the start said', SETTINGS_VIEW)
  show(): SettingsView {
    return this.settings.view();
  }

  @Put()
  @AdminOnly('servers.write')
  @Answers('Change settings at once, on every instance; null goes back to what the start said. Paths count for the host that answers', SETTINGS_VIEW)
  update(@CurrentUser() user: Principal, @Body({ schema: SETTINGS_CHANGE }) body: SettingsChange): Promise<SettingsView> {
    return this.settings.change(body, actorOf(user));
  }
}
