import { createSocket, type Socket } from 'node:dgram';
import { EventEmitter } from 'node:events';
import { CommandQueue } from './command-queue.js';
import { RconError } from './errors.js';
import { decodeServerPacket, encodeAcknowledgement, encodeLogin, type ServerPacket } from './frame.js';
import { MessageFilter } from './message-filter.js';
import { resolveOptions, type RconClientOptions, type ResolvedOptions } from './options.js';
import type { CommandPriority } from './pending-command.js';
import { parseMessage } from './parsers/messages.js';

/**
 * - `closed`: not trying.
 * - `connecting`: logging in, or pausing between two logins.
 * - `connected`: logged in.
 * - `refused`: wrong password; BattlEye locks out addresses that go on trying, so nothing is sent until `retry`.
 */
export type RconState = 'closed' | 'connecting' | 'connected' | 'refused';

/** Counters since the client was made. */
export interface RconStats {
  received: number;
  /** Datagrams that were no whole frame. */
  malformed: number;
  /** Answers to commands nobody waits for any more. */
  late: number;
  duplicateMessages: number;
  logins: number;
}

/** What the client tells its listeners. */
export interface RconClientEvents {
  state: [state: RconState, previous: RconState];
  /** A server message, once each, in the order of arrival. */
  message: [text: string];
  /** A login got no answer: RCon is off, the port is wrong, or our address is locked out. `attempt` counts from 1. */
  unanswered: [attempt: number];
}

/** What a command may ask for. */
export interface CommandOptions {
  /** Default `user`. */
  priority?: CommandPriority;
  /** Overall limit in milliseconds, waiting included. */
  timeoutMs?: number;
}

const MAX_COMMAND_BYTES = 1_024;
// A line break would be a second line to the server; the rest has no meaning in a command.
// oxlint-disable-next-line no-control-regex
const CONTROL_CHARACTERS = /[\u0000-\u001f\u007f\u0085\u2028\u2029]/;

/**
 * A BattlEye RCon client: keeps one login alive, sends commands, hears server messages.
 *
 * ```ts
 * const client = new RconClient({ host: '127.0.0.1', port: 2310, password });
 * client.on('message', (text) => console.log(text));
 * client.connect();
 * await client.ready(5_000);
 * parsePlayers(await client.command('players'));
 * await client.close();
 * ```
 */
export class RconClient extends EventEmitter<RconClientEvents> {
  readonly stats: RconStats = { received: 0, malformed: 0, late: 0, duplicateMessages: 0, logins: 0 };
  private readonly options: ResolvedOptions;
  private readonly queue: CommandQueue;
  private readonly messages = new MessageFilter();
  private current: RconState = 'closed';
  private socket: Socket | undefined;
  private attempt = 0;
  private timer: NodeJS.Timeout | undefined;
  private lastSentAt = 0;
  private lastReceivedAt = 0;
  private ownAdmin: number | undefined;

  constructor(options: RconClientOptions) {
    super();
    this.options = resolveOptions(options);
    this.queue = new CommandQueue(this.options, (datagram) => this.sendCommand(datagram));
  }

  get state(): RconState {
    return this.current;
  }

  /** The number the server gave this login, to tell our own `say` echoes from other admins'. */
  get adminNumber(): number | undefined {
    return this.ownAdmin;
  }

  /** Starts logging in and keeps at it, with growing pauses, until `close` or a refusal. */
  connect(): void {
    if (this.current !== 'closed') return;
    this.attempt = 0;
    this.setState('connecting');
    this.login();
  }

  /** Tries again after a refusal, with another password if given. */
  retry(password?: string): void {
    if (password !== undefined) this.options.password = password;
    this.disconnect(new RconError('unavailable', 'Reconnecting'));
    this.setState('closed');
    this.connect();
  }

  /**
   * Waits until logged in.
   *
   * @throws RconError `refused`, `closed`, or `timeout` after `timeoutMs`
   */
  ready(timeoutMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const check = (): void => {
        if (this.current === 'connecting') return;
        done();
        if (this.current === 'connected') resolve();
        else reject(new RconError(this.current, this.current === 'refused' ? 'The server refused the password' : 'The client is closed'));
      };
      const timer = setTimeout(() => {
        done();
        reject(new RconError('timeout', 'No login in time'));
      }, timeoutMs);
      const done = (): void => {
        clearTimeout(timer);
        this.off('state', check);
      };
      this.on('state', check);
      check();
    });
  }

  /**
   * Sends a command and waits for its whole answer (often empty).
   *
   * @throws RconError see {@link RconErrorCode}
   */
  command(text: string, options: CommandOptions = {}): Promise<string> {
    if (text === '' || CONTROL_CHARACTERS.test(text) || Buffer.byteLength(text) > MAX_COMMAND_BYTES) {
      return Promise.reject(new RconError('invalid-command', 'A command is 1 to 1024 bytes without control characters'));
    }
    if (this.current === 'closed' || this.current === 'refused') {
      return Promise.reject(new RconError(this.current, 'RCon is not connected'));
    }
    return this.queue.add(text, options.priority ?? 'user', options.timeoutMs ?? this.options.commandTimeoutMs);
  }

  /** Stops for good; waiting commands fail with `closed`. The protocol has no logout. */
  close(): void {
    this.disconnect(new RconError('closed', 'The client was closed'), true);
    this.setState('closed');
  }

  private setState(state: RconState): void {
    const previous = this.current;
    if (state === previous) return;
    this.current = state;
    this.emit('state', state, previous);
  }

  private disconnect(error: RconError, drain = false): void {
    clearTimeout(this.timer);
    this.socket?.removeAllListeners();
    this.socket?.on('error', () => undefined);
    this.socket?.close();
    this.socket = undefined;
    this.ownAdmin = undefined;
    this.queue.stop(error, { drain });
  }

  /** A new socket for each login: another source port is another client to the server, so no old state is met. */
  private login(): void {
    const socket = createSocket('udp4');
    this.socket = socket;
    this.attempt += 1;
    this.messages.reset();
    socket.on('message', (datagram) => this.receive(datagram));
    // "Port unreachable" comes back as an error: nobody listens (any more).
    socket.on('error', () => this.onSocketError(socket));
    socket.connect(this.options.port, this.options.host, () => this.transmit(encodeLogin(this.options.password)));
    this.timer = setTimeout(() => this.loginFailed(), this.options.loginTimeoutMs);
  }

  private onSocketError(socket: Socket): void {
    if (socket !== this.socket) return;
    if (this.current === 'connected') this.lost('The server is gone');
    else if (this.current === 'connecting') this.loginFailed();
  }

  private loginFailed(): void {
    this.emit('unanswered', this.attempt);
    if (this.current === 'connecting') this.reconnectLater('No answer to the login');
  }

  private lost(reason: string): void {
    this.attempt = 0;
    this.setState('connecting');
    this.reconnectLater(reason);
  }

  private reconnectLater(reason: string): void {
    this.disconnect(new RconError('unavailable', reason));
    const { first, max } = this.options.backoffMs;
    const pause = Math.min(max, first * 2 ** Math.max(0, this.attempt - 1));
    this.timer = setTimeout(() => this.login(), pause);
  }

  private transmit(datagram: Buffer): void {
    const socket = this.socket;
    socket?.send(datagram, (error) => {
      if (error !== null) this.onSocketError(socket);
    });
  }

  private sendCommand(datagram: Buffer): void {
    this.lastSentAt = performance.now();
    this.transmit(datagram);
  }

  private receive(datagram: Buffer): void {
    const packet = decodeServerPacket(datagram);
    if (packet === undefined) {
      this.stats.malformed += 1;
      return;
    }
    this.stats.received += 1;
    this.lastReceivedAt = performance.now();
    this.handle(packet);
  }

  private handle(packet: ServerPacket): void {
    switch (packet.kind) {
      case 'login':
        if (this.current === 'connecting') this.loginAnswered(packet.accepted);
        break;
      case 'reply':
        if (!this.queue.answer(packet.sequence, packet.body)) this.stats.late += 1;
        break;
      case 'part':
        if (!this.queue.part(packet.sequence, packet.total, packet.index, packet.body)) this.stats.late += 1;
        break;
      case 'message':
        this.hear(packet.sequence, packet.body.toString('utf8'));
        break;
    }
  }

  private loginAnswered(accepted: boolean): void {
    clearTimeout(this.timer);
    if (!accepted) {
      this.disconnect(new RconError('refused', 'The server refused the password'), true);
      this.setState('refused');
      return;
    }
    this.attempt = 0;
    this.stats.logins += 1;
    this.lastSentAt = this.lastReceivedAt;
    this.watch();
    this.setState('connected');
    this.queue.start();
  }

  /** Keep-alive and dead-link check; looks often enough that neither is late by more than a tenth. */
  private watch(): void {
    this.timer = setTimeout(
      () => {
        const now = performance.now();
        if (now - this.lastReceivedAt >= this.options.deadAfterMs) {
          this.lost('Nothing was heard from the server');
          return;
        }
        if (now - this.lastSentAt >= this.options.keepAliveMs) this.keepAlive();
        this.watch();
      },
      Math.min(this.options.keepAliveMs, this.options.deadAfterMs) / 10,
    );
  }

  private keepAlive(): void {
    this.lastSentAt = performance.now();
    // Its failure shows as silence, which the dead-link check sees.
    this.queue.add('', 'user', this.options.commandTimeoutMs).catch(() => undefined);
  }

  /** Every copy is acknowledged at once, or the server drops us after five tries; listeners hear it once. */
  private hear(sequence: number, text: string): void {
    this.transmit(encodeAcknowledgement(sequence));
    if (!this.messages.accept(sequence, text)) {
      this.stats.duplicateMessages += 1;
      return;
    }
    this.noticeOwnLogin(text);
    this.emit('message', text);
  }

  private noticeOwnLogin(text: string): void {
    if (this.ownAdmin !== undefined) return;
    const message = parseMessage(text);
    if (message.kind === 'admin-login' && message.port === this.socket?.address().port) this.ownAdmin = message.admin;
  }
}
