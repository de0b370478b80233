import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readBattlEyeFile } from './battleye-files.js';
import type { Behaviour } from './behaviour.js';
import type { CommandLine } from './command-line.js';
import { execute, type CommandEffects } from './console-commands.js';
import { ConsoleLog } from './console-log.js';
import { arm } from './faults.js';
import { readGameFiles, writeUnderstood, type Understood } from './game-files.js';
import { bindUdp, QueryServer, type QueryInfo } from './query.js';
import { FakeRconServer } from './rcon-server.js';
import { World } from './world.js';

const JOIN = 'FAKE-JOIN ';

/** A dedicated server that a manager can't tell from the real one, as far as files, ports, output and RCon go. */
export class GameServer {
  readonly world: World;
  readonly log: ConsoleLog;
  private rcon: FakeRconServer | undefined;
  private query: QueryServer | undefined;
  private understood: Understood = { server: {}, basic: {}, profile: null };
  private monitor: NodeJS.Timeout | undefined;

  constructor(
    private readonly line: CommandLine,
    private readonly args: readonly string[],
    readonly behaviour: Behaviour,
  ) {
    this.log = new ConsoleLog(behaviour.platform, line.path('profiles') ?? '.');
    this.world = new World({ announce: (text) => this.rcon?.broadcast(text), log: (text) => this.log.line(text) });
  }

  get port(): number {
    return Number(this.line.get('port') ?? 2302);
  }

  /** Reads the files, takes the ports and goes through the boot sequence. */
  async boot(): Promise<void> {
    this.log.silent = this.line.has('nologs');
    this.log.plain('='.repeat(69));
    this.log.plain(`== ${process.argv[1] ?? ''}`);
    this.log.plain(`== ${this.args.join(' ')}`);
    this.log.plain('='.repeat(69));
    for (const arg of this.line.unknown) this.log.line(`Unknown argument ${arg}`);
    this.understood = readGameFiles(this.line, this.behaviour.platform);
    writeUnderstood(this.line, this.args, this.understood);
    this.log.format = this.setting('timestampformatconsole', this.setting('timestampformat', 'short'));
    this.handleSignals();
    arm(this.behaviour);
    await this.openPorts();
    await this.bootLines();
  }

  private setting(key: string, otherwise: string): string {
    const value = this.understood.server[key];
    return typeof value === 'string' ? value : otherwise;
  }

  private async openPorts(): Promise<void> {
    // They come without a message each: whoever asks must find them from the first answer on.
    this.world.populate(this.behaviour.players);
    const address = this.line.get('ip') ?? '0.0.0.0';
    const battlEye = Number(this.understood.server['battleye'] ?? 1) === 1 ? readBattlEyeFile(this.line.path('bepath') ?? join(this.line.path('profiles') ?? '', 'BattlEye')) : undefined;
    for (let offset = 0; offset < 5; offset += 1) {
      if (offset === 4 && battlEye?.port === this.port + 4) continue;
      const socket = await bindUdp(this.port + offset, address);
      if (offset === 0) socket.on('message', (datagram) => this.join(datagram.toString()));
      if (offset === 1) this.query = new QueryServer(socket, () => this.queryInfo());
    }
    if (battlEye === undefined) return;
    const { wrongPassword, lockOutAfter, chunk, drop, double, reorder, seed } = this.behaviour;
    this.rcon = new FakeRconServer({
      password: wrongPassword ? 'another-password' : battlEye.password,
      port: battlEye.port,
      host: battlEye.ip,
      lockOutAfter,
      chunk,
      seed,
      faults: { drop, double, reorder },
      answer: (command) => execute(command, this.world, this.effects()),
    });
    await this.rcon.listen();
  }

  private async bootLines(): Promise<void> {
    const { bootMs, neverReady } = this.behaviour;
    const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, bootMs / 4));
    const pid = this.line.path('pid');
    if (pid !== undefined) {
      mkdirSync(dirname(pid), { recursive: true });
      writeFileSync(pid, String(process.pid));
    }
    this.log.line(`Arma 3 Console version 2.18.151850 x64 : port ${String(this.port)}`);
    await pause();
    this.log.line('Dedicated host created.');
    await pause();
    if (this.rcon !== undefined) this.log.line('BattlEye Server: Initialized (v1.240)');
    await pause();
    this.log.line(`Game Port: ${String(this.port)}, Steam Query Port: ${String(this.port + 1)}`);
    await pause();
    if (neverReady) return;
    this.log.line('Host identity created.');
    this.startFirstMission();
  }

  private startFirstMission(): void {
    const missions = this.understood.server['missions'];
    const first = typeof missions === 'object' && !Array.isArray(missions) ? Object.values(missions)[0] : undefined;
    const template = typeof first === 'object' && !Array.isArray(first) ? first['template'] : undefined;
    if (typeof template !== 'string' || Number(this.understood.server['autoselectmission'] ?? 0) === 0) return;
    const dot = template.lastIndexOf('.');
    this.world.mission = { name: template.slice(0, dot), map: template.slice(dot + 1) };
    for (const text of ['Roles assigned.', 'Reading mission ...', 'Mission read.', 'Starting mission:']) this.log.line(text);
    this.log.line(` Mission file: ${this.world.mission.name} (__cur_mp)`);
    this.log.line(` Mission world: ${this.world.mission.map}`);
    this.log.line('Game started.');
  }

  private join(text: string): void {
    if (!text.startsWith(JOIN)) return;
    const [name = '', password = ''] = text.slice(JOIN.length).split('\n');
    if (password === this.setting('password', '')) this.world.join(name);
    else this.log.line(`Player ${name} kicked off, wrong password`);
  }

  private queryInfo(): QueryInfo {
    const { server } = this.understood;
    return {
      name: this.setting('hostname', 'Fresh server'),
      map: this.world.mission?.map ?? '',
      mission: this.world.mission?.name ?? '',
      players: [...this.world.players.values()].map((player) => player.name),
      maxPlayers: Number(server['maxplayers'] ?? 64),
      gamePort: this.port,
      passworded: this.setting('password', '') !== '',
    };
  }

  private effects(): CommandEffects {
    return {
      shutdown: () => this.shutdown(),
      restartProcess: () => this.restartProcess(),
      monitor: (seconds) => this.startMonitor(seconds),
      setPassword: (password) => this.rcon?.setPassword(password),
      say: (text) => this.rcon?.broadcast(text),
      missions: () => this.missionFiles(),
      admins: () => this.rcon?.clientCount ?? 0,
    };
  }

  private missionFiles(): string[] {
    const folder = this.line.path('mpmissions');
    return folder !== undefined && existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.pbo')) : [];
  }

  private startMonitor(seconds: number): void {
    clearInterval(this.monitor);
    if (seconds <= 0) return;
    this.monitor = setInterval(() => {
      const players = this.world.players.size;
      this.log.line(
        `Server load: FPS ${String(50 - Math.min(30, Math.floor(players / 4)))}, memory used: 1535 MB, out: 19 Kbps, in: 3 Kbps, NG:0, G:65, BE-NG:0, BE-G:0, Players: ${String(players)} (L:0, R:0, B:0, G:${String(players)}, D:0)`,
      );
    }, seconds * 1_000);
  }

  private shutdown(): string | undefined {
    if (this.behaviour.ignoreShutdown) return '';
    if (this.behaviour.shutdownWithoutAnswer) this.exit(0);
    else setTimeout(() => this.exit(0), 50);
    return '';
  }

  /** The engine's own restart: a new process with the same command line, so the pid changes. */
  private restartProcess(): void {
    setTimeout(() => {
      spawn(process.execPath, process.argv.slice(1), { detached: true, stdio: 'inherit' }).unref();
      process.exit(0);
    }, 50);
  }

  private handleSignals(): void {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        if (!this.behaviour.ignoreSignals) this.exit(0);
      });
    }
  }

  /** A clean exit, after which the pid file is gone. */
  exit(code: number): void {
    const pid = this.line.path('pid');
    if (pid !== undefined) rmSync(pid, { force: true });
    process.exit(code);
  }

  /** Stops answering RCon and queries, or answers again. */
  answer(answering: boolean): void {
    if (this.rcon !== undefined) this.rcon.answering = answering;
    if (this.query !== undefined) this.query.answering = answering;
  }

  /** What a test may want to know. */
  state(): object {
    return { pid: process.pid, understood: this.understood, players: [...this.world.players.values()], bans: this.world.bans, mission: this.world.mission, locked: this.world.locked, executed: this.rcon?.executed ?? [], rconClients: this.rcon?.clientCount ?? 0, refusals: this.rcon?.refusals ?? 0 };
  }
}
