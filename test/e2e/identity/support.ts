import type { GuardedEntry } from '@rumpus/auth';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

import type { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';

export interface UserBody {
  id: number;
  username: string;
  role: string;
  oauth_scopes: string[];
  current_device_id: string | null;
}

export const PASSWORD = 'a long enough password';

/** Makes an account as administrator. */
export const addUser = async (admin: ApiClient, username: string, role = 'user'): Promise<UserBody> => {
  const answer = await admin.post<UserBody>('/api/users', { username, password: PASSWORD, email: '', role });
  if (answer.status !== 201) throw new Error(`no user ${username}: ${answer.text}`);
  return answer.body;
};

/** A browser that is signed in. */
export const signIn = async (app: TestApp, username: string, password = PASSWORD): Promise<ApiClient> => {
  const client = app.client;
  const answer = await client.login(username, password);
  if (answer.status !== 200) throw new Error(`${username} cannot sign in: ${answer.text}`);
  // Any answer of the API binds the CSRF cookie to the new user.
  await client.get('/api/users/me');
  return client;
};

const root = join(import.meta.dirname, '..', '..', '..');

/** Every route and event of the app with its policy, as the guard sees it. */
export const routeInventory = (app: TestApp): GuardedEntry[] => {
  const env = { PATH: process.env['PATH'] ?? '', DATA_DIR: app.dataDir, DATABASE_URL: app.database.url };
  return JSON.parse(execFileSync(process.execPath, [join(root, 'apps/server/dist/cli.js'), 'routes', '--json'], { env, encoding: 'utf8', maxBuffer: 10_000_000 })) as GuardedEntry[];
};

/** How often each status came back. */
export const tally = (statuses: readonly number[]): Record<number, number> => {
  const counts: Record<number, number> = {};
  for (const status of statuses) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
};
