import { createSocket, type Socket } from 'node:dgram';
import { commandAnswer, loginAnswer, readClientPacket, serverMessage } from './rcon-codec.js';

/** What the network does to each datagram; probabilities 0..1 in each direction. */
export interface NetworkFaults {
  drop: number;
  double: number;
  /** Held back and sent after the next one. */
  reorder: number;
}

/** How the fake behaves. */
export interface RconServerOptions {
  password: string;
  port?: number;
  host?: string;
  /** Bytes of text per datagram. */
  chunk?: number;
  faults?: Partial<NetworkFaults>;
  /** Seed of the faults, so that a run can be repeated. */
  seed?: number;
  /** Wrong logins after which an address is no longer answered. */
  lockOutAfter?: number;
  /** Milliseconds between two sends of an unacknowledged message; the real server: 2 s, five times. */
  messageResendMs?: number;
  /** Milliseconds until an answer goes out. */
  answerDelayMs?: number;
  /** A client without commands for this time is forgotten; the real server: 45 s. */
  forgetAfterMs?: number;
  /** What a command answers; undefined = no answer at all. */
  answer: (command: string) => string | undefined;
}

interface Client {
  key: string;
  address: string;
  port: number;
  admin: number;
  lastCommandAt: number;
  nextMessage: number;
  answers: Map<number, { text: string; answer: string | undefined }>;
  unacknowledged: Map<number, NodeJS.Timeout>;
}

const MESSAGE_SENDS = 5;

/** A small repeatable random source (mulberry32). */
function randomSource(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A BattlEye RCon server: logins, lock-out, commands executed once per number, long answers in parts, messages resent until acknowledged. */
export class FakeRconServer {
  /** Commands that were executed, in order. */
  readonly executed: string[] = [];
  /** Clients dropped because they acknowledged nothing or kept silent. */
  readonly dropped: { reason: 'no-acknowledgement' | 'silent' }[] = [];
  logins = 0;
  refusals = 0;
  acknowledgements = 0;
  /** Off: nothing is answered, as when the game hangs. */
  answering = true;
  private readonly socket: Socket = createSocket('udp4');
  private readonly clients = new Map<string, Client>();
  private readonly wrongLogins = new Map<string, number>();
  private readonly random: () => number;
  private readonly faults: NetworkFaults;
  private held: (() => void) | undefined;
  private nextAdmin = 0;
  private sweeper: NodeJS.Timeout | undefined;

  constructor(private readonly options: RconServerOptions) {
    this.random = randomSource(options.seed ?? 1);
    this.faults = { drop: 0, double: 0, reorder: 0, ...options.faults };
    this.socket.on('message', (datagram, from) => this.disturb(() => this.receive(datagram, from.address, from.port)));
  }

  /** Binds the port and resolves with it. */
  listen(): Promise<number> {
    const forget = this.options.forgetAfterMs ?? 45_000;
    this.sweeper = setInterval(() => this.sweep(forget), forget / 5);
    this.sweeper.unref();
    return new Promise((resolve, reject) => {
      this.socket.once('error', reject);
      this.socket.bind({ port: this.options.port ?? 0, address: this.options.host ?? '127.0.0.1', exclusive: true }, () => resolve(this.socket.address().port));
    });
  }

  close(): void {
    clearInterval(this.sweeper);
    for (const client of this.clients.values()) this.forget(client);
    this.socket.close();
  }

  get clientCount(): number {
    return this.clients.size;
  }

  setPassword(password: string): void {
    this.options.password = password;
  }

  /** Tells every logged-in client something. */
  broadcast(text: string): void {
    for (const client of this.clients.values()) this.tell(client, text);
  }

  /** Forgets all clients, as a restarted server does. */
  reset(): void {
    for (const client of this.clients.values()) this.forget(client);
  }

  private receive(datagram: Buffer, address: string, port: number): void {
    const packet = readClientPacket(datagram);
    if (!this.answering || packet === undefined) return;
    const key = `${address}:${String(port)}`;
    if (packet.kind === 'login') {
      this.login(key, address, port, packet.password);
      return;
    }
    const client = this.clients.get(key);
    if (client === undefined) return;
    if (packet.kind === 'acknowledgement') this.acknowledge(client, packet.sequence);
    else this.command(client, packet.sequence, packet.text);
  }

  private login(key: string, address: string, port: number, password: string): void {
    const wrong = this.wrongLogins.get(address) ?? 0;
    if (wrong >= (this.options.lockOutAfter ?? Number.POSITIVE_INFINITY)) return;
    if (password !== this.options.password) {
      this.refusals += 1;
      this.wrongLogins.set(address, wrong + 1);
      this.send(loginAnswer(false), address, port);
      return;
    }
    this.wrongLogins.delete(address);
    this.send(loginAnswer(true), address, port);
    if (this.clients.has(key)) return;
    this.logins += 1;
    const client: Client = { key, address, port, admin: this.nextAdmin, lastCommandAt: performance.now(), nextMessage: 0, answers: new Map(), unacknowledged: new Map() };
    this.nextAdmin += 1;
    this.clients.set(key, client);
    this.tell(client, `RCon admin #${String(client.admin)} (${key}) logged in`);
  }

  private acknowledge(client: Client, sequence: number): void {
    this.acknowledgements += 1;
    clearTimeout(client.unacknowledged.get(sequence));
    client.unacknowledged.delete(sequence);
  }

  private command(client: Client, sequence: number, text: string): void {
    client.lastCommandAt = performance.now();
    const known = client.answers.get(sequence);
    // A number that was just used with the same text is a resend: it is answered again, not executed again.
    const answer = known !== undefined && known.text === text ? known.answer : this.execute(text);
    client.answers.delete(sequence);
    client.answers.set(sequence, { text, answer });
    if (client.answers.size > 32) client.answers.delete([...client.answers.keys()][0] ?? 0);
    if (answer === undefined) return;
    const reply = (): void => {
      for (const datagram of commandAnswer(sequence, answer, this.options.chunk ?? 512)) this.send(datagram, client.address, client.port);
    };
    if (this.options.answerDelayMs === undefined) reply();
    else setTimeout(reply, this.options.answerDelayMs);
  }

  private execute(text: string): string | undefined {
    if (text === '') return '';
    this.executed.push(text);
    return this.options.answer(text);
  }

  private tell(client: Client, text: string): void {
    const sequence = client.nextMessage;
    client.nextMessage = (sequence + 1) % 256;
    this.tellAgain(client, sequence, serverMessage(sequence, text), 1);
  }

  private tellAgain(client: Client, sequence: number, datagram: Buffer, sends: number): void {
    this.send(datagram, client.address, client.port);
    const timer = setTimeout(() => {
      if (sends < MESSAGE_SENDS) this.tellAgain(client, sequence, datagram, sends + 1);
      else this.drop(client, 'no-acknowledgement');
    }, this.options.messageResendMs ?? 2_000);
    client.unacknowledged.set(sequence, timer);
  }

  private drop(client: Client, reason: 'no-acknowledgement' | 'silent'): void {
    this.dropped.push({ reason });
    this.forget(client);
  }

  private forget(client: Client): void {
    for (const timer of client.unacknowledged.values()) clearTimeout(timer);
    this.clients.delete(client.key);
  }

  private sweep(forgetAfterMs: number): void {
    const now = performance.now();
    for (const client of this.clients.values()) if (now - client.lastCommandAt > forgetAfterMs) this.drop(client, 'silent');
  }

  private send(datagram: Buffer, address: string, port: number): void {
    this.disturb(() => {
      try {
        this.socket.send(datagram, port, address);
      } catch {
        // The socket was closed while a datagram was held back.
      }
    });
  }

  private disturb(deliver: () => void): void {
    if (this.random() < this.faults.drop) return;
    const times = this.random() < this.faults.double ? 2 : 1;
    for (let time = 0; time < times; time += 1) {
      if (this.held === undefined && this.random() < this.faults.reorder) {
        this.hold(deliver);
        continue;
      }
      deliver();
      this.release();
    }
  }

  private hold(deliver: () => void): void {
    this.held = deliver;
    setTimeout(() => this.release(), 50).unref();
  }

  private release(): void {
    const late = this.held;
    this.held = undefined;
    late?.();
  }
}
