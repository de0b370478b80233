import { createStore, useStore } from '@mantine/store';
import { csrfToken } from '../../../api/http.js';
import { ApiProblem, problemFrom } from '../../../api/problem.js';
import { queryClient } from '../../../api/query-client.js';
import { serverKey } from '../api/data.js';
import type { UploadResult } from './api.js';

/** One file on its way, or what became of it. */
export interface Upload {
  readonly key: number;
  readonly serverId: number;
  readonly name: string;
  readonly size: number;
  readonly state: 'waiting' | 'sending' | 'done' | 'failed' | 'cancelled';
  /** From 0 to 1. */
  readonly share: number;
  /** Why it failed, or what is odd about it; the server's words. */
  readonly note: string | null;
}

/** Lives outside of the page: uploads go on while somebody looks at something else. */
const store = createStore<{ uploads: readonly Upload[] }>({ uploads: [] });
const files = new Map<number, { file: File; replace: boolean; abort?: () => void }>();
let lastKey = 0;
let busy = false;

const change = (key: number, part: Partial<Upload>): void => store.setState(({ uploads }) => ({ uploads: uploads.map((upload) => (upload.key === key ? { ...upload, ...part } : upload)) }));

/** Queues files; they are sent one after the other. */
export function uploadMissions(serverId: number, chosen: readonly File[], replace: boolean): void {
  const added = chosen.map((file): Upload => {
    lastKey += 1;
    files.set(lastKey, { file, replace });
    return { key: lastKey, serverId, name: file.name, size: file.size, state: 'waiting', share: 0, note: null };
  });
  store.setState(({ uploads }) => ({ uploads: [...uploads, ...added] }));
  void work();
}

/** Stops one that waits or is on its way. */
export function cancelUpload(key: number): void {
  files.get(key)?.abort?.();
  files.delete(key);
  change(key, { state: 'cancelled' });
}

/** Takes what has ended off the list. */
export function forgetUploads(serverId: number): void {
  store.setState(({ uploads }) => ({ uploads: uploads.filter((upload) => upload.serverId !== serverId || upload.state === 'waiting' || upload.state === 'sending') }));
}

/** Uploads to one server, in the order they were asked for. */
export function useUploads(serverId: number): Upload[] {
  return useStore(store).uploads.filter((upload) => upload.serverId === serverId);
}

async function work(): Promise<void> {
  if (busy) return;
  busy = true;
  for (;;) {
    const next = store.getState().uploads.find(({ state }) => state === 'waiting');
    if (next === undefined) break;
    await sendOne(next);
    await queryClient.invalidateQueries({ queryKey: serverKey(next.serverId, 'missions') });
  }
  busy = false;
}

async function sendOne({ key, serverId }: Upload): Promise<void> {
  const held = files.get(key);
  if (held === undefined) return change(key, { state: 'cancelled' });
  change(key, { state: 'sending' });
  try {
    const [result] = await send(serverId, held, (share) => change(key, { share }));
    change(key, result?.ok === true ? { state: 'done', share: 1, note: result.warning ?? null } : { state: 'failed', note: result?.error?.message ?? null });
  } catch (error) {
    if (files.has(key)) change(key, { state: 'failed', note: error instanceof ApiProblem ? error.detail : null });
  } finally {
    files.delete(key);
  }
}

/** `fetch` can't tell how much of a body is gone; the older way can. */
function send(serverId: number, held: { file: File; replace: boolean; abort?: () => void }, onProgress: (share: number) => void): Promise<UploadResult[]> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/api/servers/${serverId}/missions?replace=${held.replace ? '1' : '0'}`);
    const token = csrfToken();
    if (token !== undefined) request.setRequestHeader('x-csrftoken', token);
    request.responseType = 'json';
    request.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total);
    request.onload = () => {
      const body = request.response as { data?: UploadResult[] } | null;
      if (request.status < 300 && body?.data !== undefined) resolve(body.data);
      else reject(problemFrom(request.status, body ?? '', request.getResponseHeader('x-request-id')));
    };
    request.onerror = () => reject(new ApiProblem(0, '', null));
    request.onabort = () => reject(new ApiProblem(0, '', null));
    held.abort = () => request.abort();
    const form = new FormData();
    form.set('file', held.file);
    request.send(form);
  });
}
