import { Body, Get, Param, Put } from '@nestjs/common';
import { CurrentUser, PerObject, type Principal, Scopes } from '@rumpus/auth';
import { z } from 'zod';

import type { AccountView } from './accounts.js';
import { accountShape } from './admin-shapes.js';
import { OwnersService } from './owners.service.js';
import { demandArcade, demandNetwork } from './rights.js';
import { Answers, ArcadeController, idParam } from './routes.js';

const ownersBody = z.strictObject({ usernames: z.array(z.string().min(1).max(255)).max(100) });

/** Who owns an arcade. */
@ArcadeController('arcades/:id/owners')
@PerObject()
export class OwnersController {
  constructor(private readonly owners: OwnersService) {}

  @Get()
  @Scopes('arcade.write')
  @Answers('arcade_owners', 'The accounts that own an arcade', z.array(accountShape))
  list(@CurrentUser() caller: Principal, @Param('id', { schema: idParam }) id: number): Promise<AccountView[]> {
    demandArcade(caller, id);
    return this.owners.of(id);
  }

  @Put()
  @Scopes('arcade.write')
  @PerObject(false)
  @Answers('set_arcade_owners', 'Make exactly these accounts the owners of an arcade', z.array(accountShape))
  set(@CurrentUser() caller: Principal, @Param('id', { schema: idParam }) id: number, @Body({ schema: ownersBody }) body: z.infer<typeof ownersBody>): Promise<AccountView[]> {
    demandNetwork(caller);
    return this.owners.set(caller, id, body.usernames);
  }
}
