import { Body, Delete, Get, Param, Patch, Post, Put, Query } from '@nestjs/common';
import { CurrentUser, PerObject, type Principal, Scopes } from '@rumpus/auth';
import { notFound } from '@rumpus/errors';
import { z } from 'zod';

import { type ArcadeView, ArcadesService, type MachineView } from './arcades.service.js';
import { type AuditView, NetworkService } from './network.service.js';
import { OwnersService } from './owners.service.js';
import { arcadesOf, demandArcade, demandNetwork } from './rights.js';
import { amount, Answers, ArcadeController, bodyId, done, idParam, limitQuery, numberParam, numberQuery, OK, seriesParam } from './routes.js';
import { arcadeChanges, arcadeShape, auditShape, cardShape, machineShape, newArcade, ownerMachineChanges, settingChanges, settingsShape } from './shapes.js';

const pinBody = z.strictObject({ pin: z.string().max(16) });
const creditBody = z.union([z.strictObject({ card: z.string().max(32), amount }), z.strictObject({ player: bodyId, amount })]);
const balanceShape = z.object({ player: z.int(), name: z.string(), balance: z.int(), cards: z.array(cardShape) });
const pageQuery = z.object({ limit: limitQuery(1000, 100), since: numberQuery.optional(), until: numberQuery.optional() });
const transactionsQuery = pageQuery.extend({ player: numberQuery.optional() });
const eventsQuery = pageQuery.extend({ type: z.string().max(64).optional() });
const fresh = { description: '', region: 56, area: null, paseli_enabled: false, paseli_infinite: false, mask_services_url: false };

/** Arcades, for those who run them: everything but making and removing one is the owner's too. */
@ArcadeController('arcades')
@PerObject()
export class ArcadesController {
  constructor(private readonly arcades: ArcadesService, private readonly network: NetworkService, private readonly owners: OwnersService) {}

  @Get()
  @Scopes('arcade.write')
  @Answers('arcades', 'The arcades the caller runs', z.array(arcadeShape))
  list(@CurrentUser() caller: Principal): Promise<ArcadeView[]> {
    return this.arcades.arcades(arcadesOf(caller));
  }

  @Post()
  @Scopes('arcade.write')
  @PerObject(false)
  @Answers('create_arcade', 'Make an arcade; its operator PIN is 00000000', arcadeShape, 201)
  create(@CurrentUser() caller: Principal, @Body({ schema: newArcade }) body: z.infer<typeof newArcade>): Promise<ArcadeView> {
    demandNetwork(caller);
    return this.arcades.create({ ...fresh, ...body, description: body.description ?? '', region: body.region ?? fresh.region, area: body.area ?? null,
      paseli_enabled: body.paseli_enabled ?? false, paseli_infinite: body.paseli_infinite ?? false, mask_services_url: body.mask_services_url ?? false });
  }

  @Get(':id')
  @Scopes('arcade.write')
  @Answers('arcade', 'One arcade', arcadeShape)
  one(@CurrentUser() caller: Principal, @Param('id', { schema: idParam }) id: number): Promise<ArcadeView> {
    demandArcade(caller, id);
    return this.arcades.arcade(id);
  }

  @Patch(':id')
  @Scopes('arcade.write')
  @Answers('change_arcade', 'Change an arcade', arcadeShape)
  change(@CurrentUser() caller: Principal, @Param('id', { schema: idParam }) id: number, @Body({ schema: arcadeChanges }) body: z.infer<typeof arcadeChanges>): Promise<ArcadeView> {
    demandArcade(caller, id);
    return this.arcades.change(id, body);
  }

  @Delete(':id')
  @Scopes('arcade.write')
  @PerObject(false)
  @Answers('remove_arcade', 'Remove an arcade; its machines stay', done)
  async remove(@CurrentUser() caller: Principal, @Param('id', { schema: idParam }) id: number): Promise<typeof OK> {
    demandNetwork(caller);
    await this.owners.remove(id);
    return OK;
  }

  @Put(':id/pin')
  @Scopes('arcade.write')
  @Answers('arcade_pin', 'Change the PIN of the operator menu', done)
  async pin(@CurrentUser() caller: Principal, @Param('id', { schema: idParam }) id: number, @Body({ schema: pinBody }) body: z.infer<typeof pinBody>): Promise<typeof OK> {
    demandArcade(caller, id);
    await this.arcades.changePin(id, body.pin);
    return OK;
  }

  @Get(':id/machines')
  @Scopes('arcade.write')
  @Answers('arcade_machines', 'The machines of an arcade', z.array(machineShape))
  machines(@CurrentUser() caller: Principal, @Param('id', { schema: idParam }) id: number): Promise<MachineView[]> {
    demandArcade(caller, id);
    return this.arcades.machines(id);
  }

  @Post(':id/machines')
  @Scopes('arcade.write')
  @Answers('grant_machine', 'Make a PCBID for a machine of the arcade', machineShape, 201)
  grant(@CurrentUser() caller: Principal, @Param('id', { schema: idParam }) id: number): Promise<MachineView> {
    demandArcade(caller, id);
    return arcadesOf(caller) === 'all' ? this.arcades.addMachine(undefined, id) : this.arcades.grantMachine(id);
  }

  @Patch(':id/machines/:machine')
  @Scopes('arcade.write')
  @Answers('change_arcade_machine', 'Change description and port of a machine that is pinned to no game', machineShape)
  async changeMachine(
    @CurrentUser() caller: Principal, @Param('id', { schema: idParam }) id: number, @Param('machine', { schema: idParam }) machine: number,
    @Body({ schema: ownerMachineChanges }) body: z.infer<typeof ownerMachineChanges>,
  ): Promise<MachineView> {
    await this.#ownMachine(caller, id, machine);
    return this.arcades.changeMachine(machine, body);
  }

  @Delete(':id/machines/:machine')
  @Scopes('arcade.write')
  @Answers('remove_arcade_machine', 'Remove a machine that is pinned to no game', done)
  async removeMachine(@CurrentUser() caller: Principal, @Param('id', { schema: idParam }) id: number, @Param('machine', { schema: idParam }) machine: number): Promise<typeof OK> {
    await this.#ownMachine(caller, id, machine);
    await this.arcades.removeMachine(machine);
    return OK;
  }

  @Get(':id/balances')
  @Scopes('arcade.write')
  @Answers('balances', 'PASELI of the players of an arcade', z.array(balanceShape))
  balances(@CurrentUser() caller: Principal, @Param('id', { schema: idParam }) id: number): Promise<z.infer<typeof balanceShape>[]> {
    demandArcade(caller, id);
    return this.arcades.balances(id);
  }

  @Post(':id/balances')
  @Scopes('arcade.write')
  @Answers('credit', 'Give PASELI to a player, named by card or number, or take it with a negative amount', z.object({ balance: z.int() }))
  credit(@CurrentUser() caller: Principal, @Param('id', { schema: idParam }) id: number, @Body({ schema: creditBody }) body: z.infer<typeof creditBody>): Promise<{ balance: number }> {
    demandArcade(caller, id);
    const reason = arcadesOf(caller) === 'all' ? 'admin adjustment' : 'arcade operator adjustment';
    return 'card' in body ? this.arcades.credit(id, body.card, body.amount, reason, caller.id) : this.arcades.adjust(id, body.player, body.amount, reason, caller.id);
  }

  @Get(':id/events')
  @Scopes('arcade.write')
  @Answers('arcade_events', 'What happened in an arcade, newest first: events of its machines, PASELI, changes', z.array(auditShape))
  events(@CurrentUser() caller: Principal, @Param('id', { schema: idParam }) id: number, @Query({ schema: eventsQuery }) query: z.infer<typeof eventsQuery>): Promise<AuditView[]> {
    demandArcade(caller, id);
    return this.network.audit({ ...query, arcadeId: id });
  }

  @Get(':id/transactions')
  @Scopes('arcade.write')
  @Answers('transactions', 'PASELI transactions of an arcade, newest first', z.array(auditShape))
  transactions(@CurrentUser() caller: Principal, @Param('id', { schema: idParam }) id: number, @Query({ schema: transactionsQuery }) { player, ...page }: z.infer<typeof transactionsQuery>): Promise<AuditView[]> {
    demandArcade(caller, id);
    return this.network.audit({ ...page, arcadeId: id, userId: player, type: 'paseli_transaction' });
  }

  @Get(':id/settings/:series/:version')
  @Scopes('arcade.write')
  @Answers('arcade_settings', 'Operator settings of a game in an arcade', settingsShape)
  settings(
    @CurrentUser() caller: Principal, @Param('id', { schema: idParam }) id: number, @Param('series', { schema: seriesParam }) series: string, @Param('version', { schema: numberParam }) version: number,
  ): ReturnType<ArcadesService['settings']> {
    demandArcade(caller, id);
    return this.arcades.settings(id, series, version);
  }

  @Patch(':id/settings/:series/:version')
  @Scopes('arcade.write')
  @Answers('change_arcade_settings', 'Change operator settings of a game in an arcade', done)
  async changeSettings(
    @CurrentUser() caller: Principal, @Param('id', { schema: idParam }) id: number, @Param('series', { schema: seriesParam }) series: string, @Param('version', { schema: numberParam }) version: number,
    @Body({ schema: settingChanges }) body: z.infer<typeof settingChanges>,
  ): Promise<typeof OK> {
    demandArcade(caller, id);
    await this.arcades.changeSettings(id, series, version, body);
    return OK;
  }

  /** An owner changes unpinned machines of his arcade only. */
  async #ownMachine(caller: Principal, arcadeId: number, machineId: number): Promise<void> {
    demandArcade(caller, arcadeId);
    const machine = await this.arcades.machine(machineId);
    if (machine.arcade_id !== arcadeId || machine.game !== null) throw notFound('The arcade has no such machine of its own');
  }
}
