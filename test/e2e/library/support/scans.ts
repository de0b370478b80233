import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ApiClient } from '../../../support/client.js';

export interface ScanAnswer {
  id: number;
  status: 'queued' | 'running' | 'completed' | 'failed' | 'stopped';
  stats: Record<string, number>;
  failure_count: number;
  message: string | null;
  ended_at: string | null;
}

export interface GameAnswer {
  id: number;
  name: string;
  fs_name: string;
  platform_fs_slug: string;
  crc_hash: string;
  fs_size_bytes: number;
  regions: string[];
  missing_from_fs: boolean;
  updated_at: string;
}

/** A library folder of a test. */
export class LibraryFolder {
  private constructor(readonly path: string) {}

  static async make(): Promise<LibraryFolder> {
    return new LibraryFolder(await mkdtemp(join(tmpdir(), 'rumpus-library-')));
  }

  at(path: string): string {
    return join(this.path, path);
  }

  async put(path: string, content: string | Buffer = path): Promise<void> {
    await mkdir(dirname(this.at(path)), { recursive: true });
    await writeFile(this.at(path), content);
  }

  async remove(path = ''): Promise<void> {
    await rm(this.at(path), { recursive: true, force: true });
  }
}

/** Asks until the answer is right, and fails with the last answer. */
export async function until<T>(ask: () => Promise<T>, right: (answer: T) => boolean, seconds = 30): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (right(answer)) return answer;
    if (Date.now() > deadline) throw new Error(`It never came to that: ${JSON.stringify(answer)?.slice(0, 2000)}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

export const scanById = async (client: ApiClient, id: number): Promise<ScanAnswer> => (await client.get<ScanAnswer>(`/api/scans/${id}`)).body;

/** Starts a scan and waits for its end. */
export async function runScan(client: ApiClient, options: Record<string, unknown> = {}): Promise<ScanAnswer> {
  const started = await client.post<ScanAnswer>('/api/scans', options);
  if (started.status !== 201) throw new Error(`The scan was refused: ${started.status} ${started.text}`);
  return until(() => scanById(client, started.body.id), (scan) => scan.ended_at !== null);
}

export const games = async (client: ApiClient): Promise<GameAnswer[]> => (await client.get<{ items: GameAnswer[] }>('/api/roms?limit=1000&order_by=fs_name')).body.items;

export const failures = async (client: ApiClient, scan: ScanAnswer): Promise<{ path: string; problem: string; message: string }[]> =>
  (await client.get<{ items: { path: string; problem: string; message: string }[] }>(`/api/scans/${scan.id}/failures?limit=500`)).body.items;
