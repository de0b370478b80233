import { Get, Param, Post, Query } from '@nestjs/common';
import { CurrentUser, type Principal, Scopes } from '@rumpus/auth';
import { z } from 'zod';

import type { Undone } from '../store/journal.js';
import { changeShape } from './admin-shapes.js';
import { ChangesService, type ChangeView } from './changes.service.js';
import { demandNetwork } from './rights.js';
import { Answers, ArcadeController, idParam, limitQuery } from './routes.js';

const query = z.object({ kind: z.enum(['import', 'profile-deletion']).optional(), limit: limitQuery(200, 50), offset: z.coerce.number().int().min(0).default(0) });

/** What can be taken back. */
@ArcadeController('changes')
export class ChangesController {
  constructor(private readonly changes: ChangesService) {}

  @Get()
  @Scopes('arcade.write')
  @Answers('changes', 'Imports and deletions, newest first', z.array(changeShape))
  list(@CurrentUser() caller: Principal, @Query({ schema: query }) { limit, offset, kind }: z.infer<typeof query>): Promise<ChangeView[]> {
    demandNetwork(caller);
    return this.changes.list(limit, offset, kind);
  }

  @Post(':id/undo')
  @Scopes('arcade.write')
  @Answers('undo', 'Take a change back; rows that were changed since are kept as they are', z.object({ restored: z.int(), kept: z.int() }))
  undo(@CurrentUser() caller: Principal, @Param('id', { schema: idParam }) id: number): Promise<Undone> {
    demandNetwork(caller);
    return this.changes.undo(caller, id);
  }
}
