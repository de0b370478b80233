import { Inject, Injectable, Logger } from '@nestjs/common';
import { CONFIG, type Config } from '@rumpus/config';
import { createTransport, type Transporter } from 'nodemailer';

/** A letter with a link in it. */
export interface Letter {
  to: string;
  kind: 'invite' | 'password-reset';
  link: string;
  /** Who invites. */
  sender?: string;
  expiresAt: Date;
}

/** Sends links by mail when `SMTP_URL` is set; without it an administrator copies the link. */
@Injectable()
export class Mailer {
  readonly #logger = new Logger('mail');
  readonly #transport: Transporter | undefined;

  constructor(@Inject(CONFIG) private readonly config: Config) {
    const { url } = config.mail;
    if (url !== undefined) this.#transport = createTransport({ url, connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000, disableFileAccess: true, disableUrlAccess: true });
  }

  get enabled(): boolean {
    return this.#transport !== undefined;
  }

  /** True when the mail server took the letter. A failure is logged, without the link, and is no error of the caller's. */
  async send(letter: Letter): Promise<boolean> {
    if (this.#transport === undefined) return false;
    try {
      await this.#transport.sendMail({ from: this.config.mail.from, to: letter.to, ...contentOf(letter) });
      return true;
    } catch (error) {
      this.#logger.error({ err: error instanceof Error ? error.message : error, kind: letter.kind }, 'a mail was not sent');
      return false;
    }
  }
}

const contentOf = ({ kind, link, sender, expiresAt }: Letter): { subject: string; text: string } => {
  const until = `The link works once, until ${expiresAt.toISOString().slice(0, 16).replace('T', ' ')} UTC.`;
  switch (kind) {
    case 'invite':
      return { subject: 'You are invited to Rumpus', text: `${sender ?? 'Somebody'} invites you to a games room.\n\nMake your account here:\n${link}\n\n${until}\n` };
    case 'password-reset':
      return { subject: 'Set a new password for Rumpus', text: `Somebody, hopefully you, asked for a new password.\n\nSet it here:\n${link}\n\n${until}\nIf it was not you, ignore this mail: nothing has changed.\n` };
  }
};
