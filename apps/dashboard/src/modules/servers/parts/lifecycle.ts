import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.js';
import { data, SERVERS_KEY, useChange } from '../api/data.js';
import type { DryRunReport, ServerStatus } from '../api/types.js';

/** How a stop or restart is to go. */
export interface StopOptions {
  warn_seconds?: number;
  message?: string;
}

/** From these a server can be started; from all others it can be stopped. */
const RESTING: readonly ServerStatus[] = ['stopped', 'crashed', 'error'];
export const isResting = (status: ServerStatus): boolean => RESTING.includes(status);

/** The actions on the life of a server. Each answers at once; how it goes on shows as the state. */
export function useLifecycle(id: number, onBlocked?: (error: unknown) => void) {
  const { t } = useTranslation('servers');
  const params = { path: { id } };
  const renews = [SERVERS_KEY];
  return {
    start: useChange({ run: () => data(api.POST('/api/servers/{id}/start', { params, body: { dry_run: false } })), renews, done: t('done.starting'), ...(onBlocked === undefined ? {} : { onProblem: onBlocked }) }),
    stop: useChange({ run: (options: StopOptions) => data(api.POST('/api/servers/{id}/stop', { params, body: stopBody(options) })), renews, done: t('done.stopping') }),
    restart: useChange({ run: (options: StopOptions) => data(api.POST('/api/servers/{id}/restart', { params, body: stopBody(options) })), renews, done: t('done.restarting') }),
    kill: useChange({ run: () => data(api.POST('/api/servers/{id}/kill', { params })), renews, done: t('done.killed') }),
  };
}

const stopBody = ({ warn_seconds = 0, message }: StopOptions) => ({ force: false, timeout_seconds: 30, warn_seconds, ...(message === undefined ? {} : { message }) });

/** Everything that stands in the way of a start, without starting. */
export const dryRun = (id: number): Promise<DryRunReport> => data<DryRunReport>(api.POST('/api/servers/{id}/start', { params: { path: { id } }, body: { dry_run: true } }));
