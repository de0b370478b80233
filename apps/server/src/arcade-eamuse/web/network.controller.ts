import { Body, Delete, Get, Param, Patch, Post, Put, Query } from '@nestjs/common';
import { CurrentUser, type Principal, Scopes } from '@rumpus/auth';
import { z } from 'zod';

import type { CallCount } from '../dispatch/call-counter.js';
import { NetworkSettingsService } from '../settings/network-settings.service.js';
import { TrafficFeed } from '../wire/traffic-feed.js';
import { ArcadesService, type MachineView } from './arcades.service.js';
import { type AuditView, type ExchangeDetail, NetworkService, type NewsView } from './network.service.js';
import { demandNetwork } from './rights.js';
import { Answers, ArcadeController, bodyId, done, idParam, limitQuery, numberParam, numberQuery, OK, seriesParam } from './routes.js';
import { auditShape, callShape, configChanges, configShape, exchangeShape, machineChanges, machineShape, newsBody, newsShape, settingChanges, settingsShape } from './shapes.js';

const newsQuery = z.object({ limit: limitQuery(100, 20) });
const auditQuery = z.object({ type: z.string().max(64).optional(), since: numberQuery.optional(), until: numberQuery.optional(), limit: limitQuery(1000, 100) });
const newMachine = z.strictObject({ pcbid: z.string().max(20).optional(), arcade_id: bodyId.optional() });
const watchBody = z.strictObject({ enabled: z.boolean() });
const trafficShape = z.object({ enabled: z.boolean(), exchanges: z.array(exchangeShape) });
const detailShape = exchangeShape.extend({ request: z.string(), response: z.string().nullable() });
const replayShape = z.object({ outcome: z.string(), response: z.string().nullable() });

/** The network as a whole: news for everybody, the rest for those who run it. */
@ArcadeController()
export class ArcadeNetworkController {
  constructor(private readonly network: NetworkService, private readonly arcades: ArcadesService, private readonly networkSettings: NetworkSettingsService, private readonly feed: TrafficFeed) {}

  @Get('news')
  @Scopes('arcade.read')
  @Answers('news', 'News, newest first', z.array(newsShape))
  news(@Query({ schema: newsQuery }) query: z.infer<typeof newsQuery>): Promise<NewsView[]> {
    return this.network.news(query.limit);
  }

  @Post('news')
  @Scopes('arcade.write')
  @Answers('post_news', 'Post news', z.object({ id: z.int() }), 201)
  postNews(@CurrentUser() caller: Principal, @Body({ schema: newsBody }) body: z.infer<typeof newsBody>): Promise<{ id: number }> {
    demandNetwork(caller);
    return this.network.postNews(body.title, body.body);
  }

  @Put('news/:id')
  @Scopes('arcade.write')
  @Answers('change_news', 'Change news', done)
  async changeNews(@CurrentUser() caller: Principal, @Param('id', { schema: idParam }) id: number, @Body({ schema: newsBody }) body: z.infer<typeof newsBody>): Promise<typeof OK> {
    demandNetwork(caller);
    await this.network.changeNews(id, body.title, body.body);
    return OK;
  }

  @Delete('news/:id')
  @Scopes('arcade.write')
  @Answers('remove_news', 'Remove news', done)
  async removeNews(@CurrentUser() caller: Principal, @Param('id', { schema: idParam }) id: number): Promise<typeof OK> {
    demandNetwork(caller);
    await this.network.removeNews(id);
    return OK;
  }

  @Get('machines')
  @Scopes('arcade.write')
  @Answers('machines', 'All machines', z.array(machineShape))
  machines(@CurrentUser() caller: Principal): Promise<MachineView[]> {
    demandNetwork(caller);
    return this.arcades.machines();
  }

  @Post('machines')
  @Scopes('arcade.write')
  @Answers('add_machine', 'Add a machine with a given PCBID or a new one', machineShape, 201)
  addMachine(@CurrentUser() caller: Principal, @Body({ schema: newMachine }) body: z.infer<typeof newMachine>): Promise<MachineView> {
    demandNetwork(caller);
    return this.arcades.addMachine(body.pcbid, body.arcade_id);
  }

  @Patch('machines/:id')
  @Scopes('arcade.write')
  @Answers('change_machine', 'Change a machine', machineShape)
  changeMachine(@CurrentUser() caller: Principal, @Param('id', { schema: idParam }) id: number, @Body({ schema: machineChanges }) body: z.infer<typeof machineChanges>): Promise<MachineView> {
    demandNetwork(caller);
    return this.arcades.changeMachine(id, body);
  }

  @Delete('machines/:id')
  @Scopes('arcade.write')
  @Answers('remove_machine', 'Remove a machine', done)
  async removeMachine(@CurrentUser() caller: Principal, @Param('id', { schema: idParam }) id: number): Promise<typeof OK> {
    demandNetwork(caller);
    await this.arcades.removeMachine(id);
    return OK;
  }

  @Get('settings/:series/:version')
  @Scopes('arcade.write')
  @Answers('network_settings', 'Operator settings of a game for machines outside of arcades', settingsShape)
  settings(@CurrentUser() caller: Principal, @Param('series', { schema: seriesParam }) series: string, @Param('version', { schema: numberParam }) version: number): ReturnType<ArcadesService['settings']> {
    demandNetwork(caller);
    return this.arcades.settings(undefined, series, version);
  }

  @Patch('settings/:series/:version')
  @Scopes('arcade.write')
  @Answers('change_network_settings', 'Change those settings', done)
  async changeSettings(
    @CurrentUser() caller: Principal, @Param('series', { schema: seriesParam }) series: string, @Param('version', { schema: numberParam }) version: number,
    @Body({ schema: settingChanges }) body: z.infer<typeof settingChanges>,
  ): Promise<typeof OK> {
    demandNetwork(caller);
    await this.arcades.changeSettings(undefined, series, version, body);
    return OK;
  }

  @Get('config')
  @Scopes('arcade.write')
  @Answers('config', 'The settings of the network that are in force; secrets are not shown', configShape)
  configuration(@CurrentUser() caller: Principal): z.infer<typeof configShape> {
    demandNetwork(caller);
    return this.network.configuration();
  }

  @Patch('config')
  @Scopes('arcade.write')
  @Answers('change_config', 'Change settings of the network, all or none; they apply at once', configShape)
  async changeConfiguration(@CurrentUser() caller: Principal, @Body({ schema: configChanges }) body: z.infer<typeof configChanges>): Promise<z.infer<typeof configShape>> {
    demandNetwork(caller);
    await this.networkSettings.change(caller, body);
    return this.network.configuration();
  }

  @Get('audit')
  @Scopes('arcade.write')
  @Answers('audit', 'What happened, newest first', z.array(auditShape))
  audit(@CurrentUser() caller: Principal, @Query({ schema: auditQuery }) query: z.infer<typeof auditQuery>): Promise<AuditView[]> {
    demandNetwork(caller);
    return this.network.audit(query);
  }

  @Get('calls')
  @Scopes('arcade.write')
  @Answers('calls', 'Calls of cabinets since the start, known and unknown', z.array(callShape))
  calls(@CurrentUser() caller: Principal): readonly CallCount[] {
    demandNetwork(caller);
    return this.network.calls();
  }

  @Get('traffic')
  @Scopes('arcade.write')
  @Answers('traffic', 'The last exchanges, while the inspector is on. For half a minute the caller then hears new ones as `arcade:traffic` on the socket', trafficShape)
  traffic(@CurrentUser() caller: Principal): z.infer<typeof trafficShape> {
    demandNetwork(caller);
    this.feed.watch(caller.id);
    return this.network.exchanges();
  }

  @Put('traffic')
  @Scopes('arcade.write')
  @Answers('watch_traffic', 'Switch the inspector on or off', watchBody)
  watch(@CurrentUser() caller: Principal, @Body({ schema: watchBody }) body: z.infer<typeof watchBody>): { enabled: boolean } {
    demandNetwork(caller);
    return this.network.watch(body.enabled);
  }

  @Get('traffic/:id')
  @Scopes('arcade.write')
  @Answers('exchange', 'One exchange with both trees, without PINs', detailShape)
  exchange(@CurrentUser() caller: Principal, @Param('id', { schema: idParam }) id: number): ExchangeDetail {
    demandNetwork(caller);
    return this.network.exchange(id);
  }

  @Post('traffic/:id/replay')
  @Scopes('arcade.write')
  @Answers('replay', 'Ask the same once more, as a test', replayShape)
  replay(@CurrentUser() caller: Principal, @Param('id', { schema: idParam }) id: number): Promise<z.infer<typeof replayShape>> {
    demandNetwork(caller);
    return this.network.replay(id);
  }
}
