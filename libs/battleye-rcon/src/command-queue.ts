import { RconError } from './errors.js';
import { encodeCommand } from './frame.js';
import type { ResolvedOptions } from './options.js';
import { PendingCommand, type CommandPriority } from './pending-command.js';
import { TokenBucket } from './token-bucket.js';

const SEQUENCES = 256;

/** Sends commands within the rate and the window, resends them, and matches answers by their number. */
export class CommandQueue {
  private readonly waiting: Record<CommandPriority, PendingCommand[]> = { user: [], poll: [] };
  private readonly inFlight = new Map<number, PendingCommand>();
  private readonly bucket: TokenBucket;
  private nextSequence = 0;
  private open = false;
  private pumpTimer: NodeJS.Timeout | undefined;

  constructor(
    private readonly options: ResolvedOptions,
    private readonly send: (datagram: Buffer) => void,
  ) {
    this.bucket = new TokenBucket(options.rate.perSecond, options.rate.burst, performance.now());
  }

  /** Logged in: numbers start at 0 again and waiting commands go out. */
  start(): void {
    this.open = true;
    this.nextSequence = 0;
    this.pump();
  }

  /**
   * The link is gone. Commands under way fail, because sending `kick` or `say` a second time over a new login would
   * execute it twice; commands never sent keep waiting for the next login until their own time is up.
   */
  stop(error: RconError, { drain }: { drain: boolean }): void {
    this.open = false;
    clearTimeout(this.pumpTimer);
    this.pumpTimer = undefined;
    const failed = [...this.inFlight.values()];
    this.inFlight.clear();
    if (drain) failed.push(...this.waiting.user.splice(0), ...this.waiting.poll.splice(0));
    for (const command of failed) command.fail(error);
  }

  /** Queues a command; see {@link RconClient.command}. */
  add(text: string, priority: CommandPriority, timeoutMs: number): Promise<string> {
    if (this.waiting.user.length + this.waiting.poll.length >= this.options.maxQueue) {
      return Promise.reject(new RconError('busy', 'Too many commands are waiting'));
    }
    return new Promise((resolve, reject) => {
      const command = new PendingCommand(text, priority, resolve, reject);
      command.deadlineTimer = setTimeout(() => this.expire(command), timeoutMs);
      this.waiting[priority].push(command);
      this.pump();
    });
  }

  /** A whole answer. Returns false for a number nobody waits for (a late answer). */
  answer(sequence: number, body: Buffer): boolean {
    const command = this.inFlight.get(sequence);
    if (command === undefined) return false;
    this.finish(command);
    command.answer(body);
    return true;
  }

  /** One part of an answer. Returns false for a number nobody waits for. */
  part(sequence: number, total: number, index: number, body: Buffer): boolean {
    const command = this.inFlight.get(sequence);
    if (command === undefined) return false;
    const whole = command.parts.add(total, index, body);
    if (whole === undefined) this.armResend(command);
    else this.answer(sequence, whole);
    return true;
  }

  private finish(command: PendingCommand): void {
    this.inFlight.delete(command.sequence);
    this.pump();
  }

  private expire(command: PendingCommand): void {
    if (command.sends === 0) {
      const queue = this.waiting[command.priority];
      const index = queue.indexOf(command);
      if (index >= 0) queue.splice(index, 1);
      command.fail(new RconError(this.open ? 'timeout' : 'unavailable', this.open ? 'No free slot in time' : 'RCon is not connected'));
      return;
    }
    this.finish(command);
    command.fail(new RconError('timeout', `No answer after ${String(command.sends)} sends`));
  }

  private pump(): void {
    if (this.pumpTimer !== undefined) return;
    while (this.open && this.inFlight.size < this.options.inFlight) {
      const queue = this.waiting.user.length > 0 ? this.waiting.user : this.waiting.poll;
      if (queue.length === 0) return;
      const wait = this.bucket.take(performance.now());
      if (wait > 0) {
        this.pumpTimer = setTimeout(() => {
          this.pumpTimer = undefined;
          this.pump();
        }, wait);
        return;
      }
      const command = queue.shift();
      if (command !== undefined) this.launch(command);
    }
  }

  private launch(command: PendingCommand): void {
    while (this.inFlight.has(this.nextSequence)) this.nextSequence = (this.nextSequence + 1) % SEQUENCES;
    command.sequence = this.nextSequence;
    this.nextSequence = (this.nextSequence + 1) % SEQUENCES;
    this.inFlight.set(command.sequence, command);
    this.transmit(command);
  }

  private transmit(command: PendingCommand): void {
    command.sends += 1;
    this.send(encodeCommand(command.sequence, command.text));
    this.armResend(command);
  }

  /** The number stays taken after the last send as well, so that a late answer still finds its command. */
  private armResend(command: PendingCommand): void {
    clearTimeout(command.resendTimer);
    const delay = command.parts.incomplete ? this.options.missingPartsMs : this.options.resendMs;
    command.resendTimer = setTimeout(() => {
      if (command.sends < this.options.attempts) this.transmit(command);
      else this.expire(command);
    }, delay);
  }
}
