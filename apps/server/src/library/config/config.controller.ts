import { Body, Delete, Get, Param, Post, Put } from '@nestjs/common';
import { MaybeUser, Public, Scopes, type Principal } from '@rumpus/auth';
import { Answers, RommController } from '../shared/api.js';
import { bindingBody, configResponse, exclusionBody, scanSettingsBody, type Binding, type ConfigResponse, type Exclusion, type ScanSettings } from './config.dto.js';
import { ConfigService } from './config.service.js';

/** The library's settings (library-api spec §15.5). */
@RommController('config')
export class ConfigController {
  constructor(private readonly config: ConfigService) {}

  @Get()
  @Public()
  @Answers('getConfig', 'Settings of the library', configResponse)
  read(@MaybeUser() user: Principal | undefined): ConfigResponse {
    return this.config.read(user === undefined);
  }

  @Post('system/platforms')
  @Scopes('platforms.write')
  @Answers('addPlatformBinding', 'Bind a folder name to a platform')
  async bindPlatform(@Body({ schema: bindingBody }) body: Binding): Promise<null> {
    await this.config.bindPlatform(body.fs_slug, body.slug);
    return null;
  }

  @Delete('system/platforms/:fs_slug')
  @Scopes('platforms.write')
  @Answers('deletePlatformBinding', 'Remove the binding of a folder name')
  async unbindPlatform(@Param('fs_slug') folder: string): Promise<null> {
    await this.config.unbindPlatform(folder);
    return null;
  }

  @Post('system/versions')
  @Scopes('platforms.write')
  @Answers('addPlatformVersion', 'Say which main platform a folder is a version of')
  async bindVersion(@Body({ schema: bindingBody }) body: Binding): Promise<null> {
    await this.config.bindVersion(body.fs_slug, body.slug);
    return null;
  }

  @Delete('system/versions/:fs_slug')
  @Scopes('platforms.write')
  @Answers('deletePlatformVersion', 'Remove the version of a folder')
  async unbindVersion(@Param('fs_slug') folder: string): Promise<null> {
    await this.config.unbindVersion(folder);
    return null;
  }

  @Post(['exclude', 'system/exclusions'])
  @Scopes('platforms.write')
  @Answers('addExclusion', 'Exclude files or folders from scans')
  async exclude(@Body({ schema: exclusionBody }) body: Exclusion): Promise<null> {
    await this.config.exclude(body.exclusion_type, body.exclusion_value);
    return null;
  }

  @Delete('exclude/:exclusion_type/:exclusion_value')
  @Scopes('platforms.write')
  @Answers('deleteExclusion', 'Remove an exclusion')
  async unexclude(@Param('exclusion_type') list: string, @Param('exclusion_value') value: string): Promise<null> {
    await this.config.unexclude(list, value);
    return null;
  }

  @Put('scan')
  @Scopes('platforms.write')
  @Answers('replaceScanSettings', 'Replace the scan settings')
  async replaceScan(@Body({ schema: scanSettingsBody }) body: ScanSettings): Promise<null> {
    await this.config.replaceScan(body);
    return null;
  }
}
