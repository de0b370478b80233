import { Body, Delete, Get, Param, Patch, Post } from '@nestjs/common';
import { CurrentUser, type Principal, Scopes } from '@rumpus/auth';
import { z } from 'zod';

import type { ImportResult } from '../import/import-writer.js';
import { reportShape } from './admin-shapes.js';
import { type ClientView, FederationService, type PeerView } from './federation.service.js';
import { demandNetwork } from './rights.js';
import { Answers, ArcadeController, done, idParam, OK } from './routes.js';

const clientShape = z.object({ id: z.int(), name: z.string(), created_at: z.string() });
const newClient = z.strictObject({ name: z.string().min(1).max(255) });
const peerShape = z.object({ id: z.int(), uri: z.string(), use_statistics: z.boolean(), use_scores: z.boolean() });
const token = z.string().regex(/^[!-~]{1,64}$/);
const newPeer = z.strictObject({ uri: z.string().max(1024), token, use_statistics: z.boolean().default(true), use_scores: z.boolean().default(true) });
const peerChanges = z.strictObject({ uri: z.string().max(1024).optional(), token: token.optional(), use_statistics: z.boolean().optional(), use_scores: z.boolean().optional() });
const songsBody = z.strictObject({ series: z.string().max(32), version: z.int().min(0), dry_run: z.boolean().default(false).describe('Only say what it would do') });
const probeShape = z.object({ state: z.enum(['ok', 'badversion', 'badauth', 'error']), name: z.string().nullable(), email: z.string().nullable() });

/** Other networks: who may ask us, and whom we ask. */
@ArcadeController('federation')
export class ArcadeFederationController {
  constructor(private readonly federation: FederationService) {}

  @Get('clients')
  @Scopes('arcade.write')
  @Answers('api_clients', 'Who may ask our federation API', z.array(clientShape))
  clients(@CurrentUser() caller: Principal): Promise<ClientView[]> {
    demandNetwork(caller);
    return this.federation.clients();
  }

  @Post('clients')
  @Scopes('arcade.write')
  @Answers('add_api_client', 'Let somebody ask; the token is shown once', clientShape.extend({ token: z.string() }), 201)
  addClient(@CurrentUser() caller: Principal, @Body({ schema: newClient }) body: z.infer<typeof newClient>): Promise<ClientView & { token: string }> {
    demandNetwork(caller);
    return this.federation.addClient(body.name);
  }

  @Patch('clients/:id')
  @Scopes('arcade.write')
  @Answers('rename_api_client', 'Give somebody who asks another name', clientShape)
  renameClient(@CurrentUser() caller: Principal, @Param('id', { schema: idParam }) id: number, @Body({ schema: newClient }) body: z.infer<typeof newClient>): Promise<ClientView> {
    demandNetwork(caller);
    return this.federation.renameClient(id, body.name);
  }

  @Delete('clients/:id')
  @Scopes('arcade.write')
  @Answers('remove_api_client', 'Let somebody ask no more', done)
  async removeClient(@CurrentUser() caller: Principal, @Param('id', { schema: idParam }) id: number): Promise<typeof OK> {
    demandNetwork(caller);
    await this.federation.removeClient(id);
    return OK;
  }

  @Get('servers')
  @Scopes('arcade.write')
  @Answers('api_servers', 'Whom we ask', z.array(peerShape))
  servers(@CurrentUser() caller: Principal): Promise<PeerView[]> {
    demandNetwork(caller);
    return this.federation.servers();
  }

  @Post('servers')
  @Scopes('arcade.write')
  @Answers('add_api_server', 'Ask another network', peerShape, 201)
  addServer(@CurrentUser() caller: Principal, @Body({ schema: newPeer }) body: z.infer<typeof newPeer>): Promise<PeerView> {
    demandNetwork(caller);
    return this.federation.addServer(body);
  }

  @Patch('servers/:id')
  @Scopes('arcade.write')
  @Answers('change_api_server', 'Change address, token or what is used of it', peerShape)
  changeServer(@CurrentUser() caller: Principal, @Param('id', { schema: idParam }) id: number, @Body({ schema: peerChanges }) body: z.infer<typeof peerChanges>): Promise<PeerView> {
    demandNetwork(caller);
    return this.federation.changeServer(id, body);
  }

  @Delete('servers/:id')
  @Scopes('arcade.write')
  @Answers('remove_api_server', 'Ask it no more', done)
  async removeServer(@CurrentUser() caller: Principal, @Param('id', { schema: idParam }) id: number): Promise<typeof OK> {
    demandNetwork(caller);
    await this.federation.removeServer(id);
    return OK;
  }

  @Post('servers/:id/probe')
  @Scopes('arcade.write')
  @Answers('probe_api_server', 'Ask it who it is', probeShape)
  probe(@CurrentUser() caller: Principal, @Param('id', { schema: idParam }) id: number): Promise<z.infer<typeof probeShape>> {
    demandNetwork(caller);
    return this.federation.probe(id);
  }

  @Post('servers/:id/songs')
  @Scopes('arcade.write')
  @Answers('import_from_server', 'Take the songs of a version over from another network; the import can be undone', reportShape)
  importSongs(@CurrentUser() caller: Principal, @Param('id', { schema: idParam }) id: number, @Body({ schema: songsBody }) body: z.infer<typeof songsBody>): Promise<ImportResult> {
    demandNetwork(caller);
    return this.federation.importSongs(caller, id, body);
  }
}
