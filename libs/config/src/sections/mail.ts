import { text, url } from '../kinds.js';
import { section, setting } from '../setting.js';

/** Outgoing mail. */
export const mail = section('Mail for invitations and forgotten passwords. Without it an administrator copies the links.', {
  url: setting(url('smtp', 'smtps'), { env: 'SMTP_URL', secret: true, doc: 'smtp://user:password@host:587 or smtps://… .' }),
  from: setting(text({ max: 320 }), { env: 'SMTP_FROM', default: 'Rumpus <rumpus@localhost>', doc: 'Sender of the mails.' }),
});
