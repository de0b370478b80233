import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../../support/app.js';

const entry = join(import.meta.dirname, '..', '..', '..', 'apps', 'server', 'dist', 'main.js');

describe('the running app', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp({ empty: true });
  });
  afterAll(() => app.stop());

  it('is alive and ready, and names what it depends on', async () => {
    expect(await app.client.get('/healthz')).toMatchObject({ status: 200, body: { status: 'ok' } });
    const ready = await app.client.get('/readyz');
    expect(ready).toMatchObject({ status: 200, body: { status: 'ok', checks: { database: { status: 'up' } } } });
    expect(ready.text).not.toContain('reason');
  });

  it('gives each answer a correlation id and keeps a harmless one from outside', async () => {
    expect((await app.client.get('/healthz')).headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect((await app.client.get('/healthz', { 'X-Request-Id': 'trace-12345678' })).headers.get('x-request-id')).toBe('trace-12345678');
    expect((await app.client.get('/healthz', { 'X-Request-Id': 'bad id"' })).headers.get('x-request-id')).not.toBe('bad id"');
  });

  it('answers unknown API paths in the dialect of the API', async () => {
    expect(await app.client.get('/api/there-is-nothing')).toMatchObject({ status: 404, body: { detail: 'Not Found' } });
  });

  it('measures requests by route template', async () => {
    await app.client.get('/healthz');
    const metrics = await app.client.get('/metrics');
    expect(metrics.text).toContain('rumpus_http_request_duration_seconds_count{method="GET",route="/healthz",status="200"}');
    expect(metrics.text).toContain('nodejs_eventloop_lag_seconds');
  });

  it('keeps metrics from a stranger who comes through a proxy', async () => {
    expect((await app.client.get('/metrics', { 'X-Forwarded-For': '203.0.113.9' })).status).toBe(403);
  });

  it('makes its keys in the data folder for its owner only', () => {
    const keys = join(app.dataDir, 'keys');
    expect(existsSync(keys)).toBe(true);
    expect(statSync(join(keys, 'jwt-secret')).mode & 0o777).toBe(0o600);
  });

  it('serves the OpenAPI document and its page', async () => {
    expect(await app.client.get('/openapi.json')).toMatchObject({ status: 200, body: { info: { title: 'Rumpus' } } });
    expect((await app.client.get('/api/docs')).text).toContain('swagger-ui');
  });

  it('stops within ten seconds and with code 0', async () => {
    const started = Date.now();
    expect(await app.terminate()).toBe(0);
    expect(Date.now() - started).toBeLessThan(10_000);
    await app.restart();
    expect((await app.client.get('/readyz')).status).toBe(200);
  });
});

describe('a start with a bad configuration', () => {
  it('fails with the whole list of faults, each naming its setting', () => {
    const folder = mkdtempSync(join(tmpdir(), 'rumpus-e2e-'));
    const result = spawnSync(process.execPath, [entry], { env: { PATH: process.env['PATH'] ?? '', DATA_DIR: folder, PORT: 'eighty', LOG_LEVEL: 'loud', MODULES: 'library,karaoke' }, encoding: 'utf8', timeout: 20_000 });
    rmSync(folder, { recursive: true, force: true });
    expect(result.status).toBe(78);
    for (const name of ['PORT', 'LOG_LEVEL', 'MODULES']) expect(result.stderr).toContain(name);
    expect(result.stderr).not.toContain('    at ');
  });
});
