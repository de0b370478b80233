import { Body, Get, Post } from '@nestjs/common';
import { MaybeUser, Public, type Principal } from '@rumpus/auth';
import { Answers, RommController } from '../shared/api.js';
import { setupLibrary, setupPlatforms, setupPlatformsBody, type SetupLibrary, type SetupPlatforms } from './setup.dto.js';
import { SetupService } from './setup.service.js';

/** First run: public while there is no administrator; the service turns strangers away afterwards. */
@RommController('setup')
export class SetupController {
  constructor(private readonly setup: SetupService) {}

  @Get('library')
  @Public()
  @Answers('getSetupLibrary', 'What the library folder holds', setupLibrary)
  async library(@MaybeUser() user: Principal | undefined): Promise<SetupLibrary> {
    return this.setup.library(user);
  }

  @Post('platforms')
  @Public()
  @Answers('createSetupPlatforms', 'Make platform folders', setupPlatforms, { status: 201 })
  async createPlatforms(@Body({ schema: setupPlatformsBody }) folders: string[], @MaybeUser() user: Principal | undefined): Promise<SetupPlatforms> {
    return this.setup.createPlatforms(folders, user);
  }
}
