import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../../support/client.js';
import { startApp, type TestApp } from '../../support/app.js';

describe('storage and health', () => {
  let app: TestApp;
  let admin: ApiClient;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.stop());

  it('shows a newcomer what the server stands on, until it is claimed', async () => {
    const open = await app.client.get('/api/setup/storage');
    expect(open).toMatchObject({ status: 200, body: { database: { status: 'up' } } });
    expect((open.body as { folders: unknown[] }).folders).toContainEqual(expect.objectContaining({ name: 'data', exists: true, writable: true, problem: null }));
    admin = await app.claim();
    expect((await app.client.get('/api/setup/storage')).status).toBe(401);
    expect((await admin.get('/api/setup/storage')).status).toBe(200);
  });

  it('tells administrators how the server is, and nobody else', async () => {
    expect(await admin.get('/api/health')).toMatchObject({ status: 200, body: { status: 'ok', checks: { database: { status: 'up' } }, modules: expect.arrayContaining(['library']) as unknown } });
    expect((await app.client.get('/api/health')).status).toBe(401);
  });

  it('lists no job kinds to strangers, and answers an unknown job in words', async () => {
    expect((await app.client.get('/api/jobs')).status).toBe(401);
    expect(await admin.get('/api/jobs')).toMatchObject({ status: 200, body: { items: expect.any(Array) as unknown } });
    expect(await admin.get('/api/jobs/nothing')).toMatchObject({ status: 404, body: { detail: "Job with id 'nothing' not found" } });
    expect((await admin.get('/api/jobs?limit=0')).status).toBe(422);
    expect((await admin.get('/api/jobs?state=sleeping')).status).toBe(422);
    expect((await admin.post('/api/jobs/kinds/no.such/pause')).status).toBe(404);
  });

  it('is claimed by a plain program that has the code, without cookies', async () => {
    const other = await startApp();
    try {
      const body = { username: 'first', password: 'correct horse battery', email: '', role: 'admin' };
      expect((await other.client.post('/api/users', { ...body, claim_code: 'wrong-code-0000' })).status).toBe(403);
      expect((await other.client.post('/api/users', body, { 'X-Claim-Code': 'test-claim-code-1234' })).status).toBe(201);
      expect((await other.client.post('/api/users', { ...body, username: 'second', claim_code: 'test-claim-code-1234' })).status).toBe(403);
    } finally {
      await other.stop();
    }
  });
});
