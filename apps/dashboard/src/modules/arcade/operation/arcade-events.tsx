import { useCallback } from 'react';
import { api, body } from '../../../api/client.js';
import type { Arcade } from './api.js';
import { AuditBrowser, type AuditPage } from './audit-browser.js';

const TYPES = ['pcbevent', 'paseli_transaction'] as const;

/** What happened in one arcade. */
export function ArcadeEvents({ arcade: { id } }: { arcade: Arcade }) {
  const load = useCallback((page: AuditPage, signal: AbortSignal) => body(api.GET('/api/arcade/arcades/{id}/events', { params: { path: { id }, query: page }, signal })), [id]);
  return <AuditBrowser name={`arcade ${id}`} load={load} types={TYPES} />;
}
