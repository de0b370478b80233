import type { Schemas } from '../../../api/client.js';

/** A cell: quoted, and never a formula for the spreadsheet that opens it. */
const cell = (value: string): string => `"${(/^[=+\-@\t\r]/.test(value) ? `'${value}` : value).replaceAll('"', '""')}"`;

/** The entries as CSV with a head line. */
export function toCsv(entries: readonly Schemas['AuditEntry'][]): string {
  const lines = entries.map(({ at, action, actor_name, target, ip, user_agent, detail }) => [at, action, actor_name ?? '', target ?? '', ip ?? '', user_agent ?? '', JSON.stringify(detail)].map(cell).join(','));
  return ['at,action,who,target,ip,user_agent,detail', ...lines].join('\r\n');
}
