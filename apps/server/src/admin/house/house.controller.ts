import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { ClaimService, Public } from '@rumpus/auth';
import { CONFIG, type Config } from '@rumpus/config';
import { type House, houseSchema } from './house.dto.js';

/** What this house has, for the dashboard: the same whichever modules are on, so it does not depend on RomM's heartbeat. */
@ApiTags('house')
@Controller('api/house')
export class HouseController {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly claim: ClaimService,
  ) {}

  @Public()
  @Get()
  @ApiOperation({ operationId: 'getHouse', summary: 'Modules that are on, whether the server is claimed, ways to sign in' })
  @ApiResponse({ status: 200, standardSchema: houseSchema })
  async read(): Promise<House> {
    const { modules, library, auth, oidc } = this.config;
    return {
      modules: [...modules],
      unclaimed: !library.disableSetupWizard && (await this.claim.open()),
      password_sign_in: !auth.disablePasswordLogin,
      oidc: { enabled: oidc.enabled, autologin: oidc.autologin, provider: oidc.provider ?? '', rp_initiated_logout: oidc.rpInitiatedLogout },
    };
  }
}
