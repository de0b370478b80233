import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { FileModelService } from '../supervision/file-model.service.js';
import { insist } from '../supervision/insist.js';
import { ServerSignals } from '../supervision/signals.js';
import { StatusWriter } from '../supervision/status-writer.js';
import { ServersRepository } from '../servers/servers.repository.js';
import { RconConnections } from './rcon-connections.js';

/** Opens the RCon link of a server when its process is there, and closes it when it is gone. */
@Injectable()
export class RconLinks implements OnModuleInit {
  private readonly logger = new Logger('rcon');

  constructor(
    private readonly connections: RconConnections,
    private readonly signals: ServerSignals,
    private readonly servers: ServersRepository,
    private readonly models: FileModelService,
    private readonly writer: StatusWriter,
  ) {}

  onModuleInit(): void {
    this.signals.on('up', (id) => void insist(() => this.open(id)).catch((error: unknown) => this.logger.warn({ err: error, serverId: id }, 'RCon of a server was not opened')));
    this.signals.on('down', (id) => this.connections.close(id));
    this.signals.on('gone', (id) => this.connections.close(id));
    this.connections.on('connected', (id) => this.writer.note(id, 'rcon_connected'));
    this.connections.on('lost', (id) => this.writer.note(id, 'rcon_lost'));
    this.connections.on('refused', (id) => this.writer.note(id, 'rcon_refused'));
  }

  /** Logs in with what BattlEye's file of this start holds. */
  private async open(serverId: number): Promise<void> {
    const server = await this.servers.get(serverId);
    const { config, rconPort } = await this.models.build(server);
    const { rcon_password: password, rcon_ip: ip, enabled } = config.rcon;
    if (config.server['battleye'] === false || enabled === false || typeof password !== 'string') return;
    const address = typeof ip === 'string' && ip !== '0.0.0.0' ? ip : '127.0.0.1';
    this.connections.open(serverId, { port: rconPort, address, password });
  }
}
