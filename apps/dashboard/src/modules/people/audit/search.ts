import { asText } from '../../../shell/search.js';
import type { AuditFilters } from '../api.js';

/** The log's address: its filters and the page, so that a link shows what its sender saw. */
export interface AuditSearch extends AuditFilters {
  page?: number;
}

const day = (value: unknown): string | undefined => {
  const text = asText(value);
  return text !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : undefined;
};

const count = (value: unknown): number | undefined => {
  const number = Number(typeof value === 'number' ? value : (asText(value) ?? Number.NaN));
  return Number.isSafeInteger(number) && number > 0 && number < 1_000_000_000 ? number : undefined;
};

/** Reads the log's address; whatever makes no sense is left out. */
export function validateAudit(raw: Record<string, unknown>): AuditSearch {
  const action = asText(raw['action']);
  const text = asText(raw['text'])?.trim();
  const actor = count(raw['actor']);
  const page = count(raw['page']);
  const from = day(raw['from']);
  const to = day(raw['to']);
  return {
    ...(action !== undefined && /^[a-z.-]{1,60}$/.test(action) ? { action } : {}),
    ...(actor === undefined ? {} : { actor }),
    ...(text === undefined || text === '' ? {} : { text: text.slice(0, 100) }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(page === undefined ? {} : { page }),
  };
}
