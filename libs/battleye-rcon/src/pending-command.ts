import { PartAssembler } from './part-assembler.js';
import { RconError } from './errors.js';

/** Commands of people go before the manager's own polls. */
export type CommandPriority = 'user' | 'poll';

/** A command from the moment it is asked for until its answer or failure. Lives in one piece over all its resends. */
export class PendingCommand {
  readonly parts = new PartAssembler();
  sends = 0;
  sequence = -1;
  resendTimer: NodeJS.Timeout | undefined;
  deadlineTimer: NodeJS.Timeout | undefined;
  private settled = false;

  constructor(
    readonly text: string,
    readonly priority: CommandPriority,
    private readonly onAnswer: (answer: string) => void,
    private readonly onFailure: (error: RconError) => void,
  ) {}

  /** Ends the command with the server's text. */
  answer(body: Buffer): void {
    const text = body.toString('utf8');
    if (text === 'Disallowed command') this.fail(new RconError('disallowed', 'The server does not allow this command'));
    else this.settle(() => this.onAnswer(text));
  }

  /** Ends the command without an answer. */
  fail(error: RconError): void {
    this.settle(() => this.onFailure(error));
  }

  private settle(tell: () => void): void {
    if (this.settled) return;
    this.settled = true;
    clearTimeout(this.resendTimer);
    clearTimeout(this.deadlineTimer);
    tell();
  }
}
