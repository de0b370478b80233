import type { Schemas } from '../../../api/client.js';
import { readAudit, type AuditFilters } from '../api.js';
import { toCsv } from './csv.js';

/** Lines asked for at once, and the most that go into one file. */
const PIECE = 500;
const MOST = 20_000;

/** Gathers everything the filters let through, up to {@link MOST} lines, and hands it to the browser as a file. */
export async function downloadAudit(filters: AuditFilters): Promise<void> {
  const entries: Schemas['AuditEntry'][] = [];
  while (entries.length < MOST) {
    const { items } = await readAudit(filters, PIECE, entries.length);
    entries.push(...items);
    if (items.length < PIECE) break;
  }
  const url = URL.createObjectURL(new Blob([toCsv(entries)], { type: 'text/csv' }));
  Object.assign(document.createElement('a'), { href: url, download: 'audit-log.csv' }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
