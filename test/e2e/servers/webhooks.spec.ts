import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { GameHost, until, type Envelope, type ServerInfo } from '../../support/game-servers.js';

interface Hook {
  id: number;
  enabled: boolean;
  last_status: string | null;
  last_error: string | null;
  url_host: string;
}
interface Delivery {
  id: number;
  event: string;
  status: string;
  attempts: number;
  response_status: number | null;
}
interface Message {
  path: string;
  body: { embeds?: { description: string }[]; allowed_mentions?: object; events?: { event: string; text: string; server_name: string }[] };
}

/** A peer that takes messages as Discord does; `answers` are used up one by one, 204 follows. */
let peer: Server;
let origin: string;
let received: Message[] = [];
let answers: { status: number; headers?: Record<string, string>; body?: object }[] = [];
let host: GameHost;
let server: ServerInfo;

beforeAll(async () => {
  peer = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const answer = answers.shift() ?? { status: 204 };
      if (answer.status < 300) received.push({ path: request.url ?? '', body: JSON.parse(Buffer.concat(chunks).toString()) as Message['body'] });
      response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
      response.end(answer.body === undefined ? undefined : JSON.stringify(answer.body));
    });
  });
  await new Promise<void>((resolve) => peer.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${String((peer.address() as AddressInfo).port)}`;
  host = await GameHost.start({}, { env: { SERVERS_WEBHOOK_ORIGINS: origin } });
  server = await host.run((await host.create()).id);
}, 60_000);
afterAll(async () => {
  await host.stop();
  peer.closeAllConnections();
  peer.close();
});
beforeEach(async () => {
  received = [];
  answers = [];
  for (const { id } of (await host.api.get<Envelope<Hook[]>>(path())).body.data) await host.api.delete(path(`/${String(id)}`));
});

const path = (rest = ''): string => `/api/servers/${String(server.id)}/webhooks${rest}`;
const make = async (body: object, at = path()): Promise<Hook> => {
  const answer = await host.api.post<Envelope<Hook>>(at, { name: 'Alerts', url: `${origin}/api/webhooks/1/secret-token`, collapse_seconds: 0, ...body });
  if (answer.status !== 201) throw new Error(answer.text);
  return answer.body.data;
};
const deliveries = async (id: number): Promise<Delivery[]> => (await host.api.get<Envelope<{ items: Delivery[] }>>(path(`/${String(id)}/deliveries`))).body.data.items;
const got = (look: (message: Message) => boolean, what: string): Promise<Message> => until(() => Promise.resolve(received.find(look)), what, 25_000);
const description = ({ body }: Message): string => body.embeds?.[0]?.description ?? '';

describe('a webhook', () => {
  it('never gives its address away', async () => {
    const hook = await make({ format: 'json' });
    const all = await Promise.all([path(), path(`/${String(hook.id)}`), '/api/audit?limit=50', `/api/servers/${String(server.id)}/events`].map((address) => host.api.get(address)));
    expect(all.map(({ text }) => text).join()).not.toContain('secret-token');
    expect(hook.url_host).toBe(new URL(origin).host);
    await host.api.patch(path(`/${String(hook.id)}`), { name: 'Renamed' });
    expect((await host.api.post<Envelope<object>>(path(`/${String(hook.id)}/test`), {})).body.data).toEqual({ delivered: true, response_status: 204, error: null });
    expect(received[0]).toMatchObject({ path: '/api/webhooks/1/secret-token', body: { events: [{ event: 'test', server_name: server.name }] } });
    expect((await deliveries(hook.id))[0]).toMatchObject({ event: 'test', status: 'delivered' });
  });

  it('tells of players, several in one message, whose names do nothing in Discord', async () => {
    await make({ events: ['player_joined', 'player_left'], collapse_seconds: 2 });
    const joined = await host.control<{ number: number }>(server, '/join', { name: '@everyone [x](https://evil.example)' });
    await host.control(server, '/join', { name: 'Second' });
    await got((message) => description(message).includes('Second'), 'told');
    await host.control(server, '/leave', { number: typeof joined === 'number' ? joined : joined.number });
    const text = received.map(description).join('\n');
    expect(text).toContain('\\@\u200beveryone \\[x\\]\\(https\\:\u200b//evil.example\\)** joined');
    expect(received[0]?.body.allowed_mentions).toEqual({ parse: [] });
    expect(received).toHaveLength(1);
  });

  it('tells of a crash, here and to those who listen to all servers', async () => {
    await make({ events: ['crashed', 'ready'] });
    const global = await make({ events: ['crashed'], format: 'json', url: `${origin}/all` }, '/api/webhooks');
    await host.control(server, '/crash', { code: 3 });
    await got((message) => description(message).includes('has crashed (exit code 3'), 'crash');
    await got((message) => message.path === '/all' && message.body.events?.[0]?.event === 'crashed', 'crash, to all');
    await got((message) => description(message).includes('is up'), 'up again');
    await host.api.delete(`/api/webhooks/${String(global.id)}`);
    server = await until(async () => {
      const found = await host.get(server.id);
      return found.status === 'running' && found.rcon_connected ? found : undefined;
    }, 'running again');
  });

  it('waits as long as it is told to, and loses nothing', async () => {
    const hook = await make({ events: ['schedule_fired', 'backup_created'] });
    answers = [{ status: 429, headers: { 'retry-after': '2' }, body: { message: 'You are being rate limited.', retry_after: 1.5 } }];
    const begun = Date.now();
    await host.call(server.id, '/backups', { include_missions: false });
    await got((message) => description(message).includes('backed up'), 'delivered after the wait');
    expect(Date.now() - begun).toBeGreaterThanOrEqual(1_500);
    expect(await until(async () => (await deliveries(hook.id)).find(({ status }) => status === 'delivered'), 'noted')).toMatchObject({ attempts: 2, response_status: 204 });
  });

  it('tries again after a failure of the peer', async () => {
    const hook = await make({ events: ['backup_created'] });
    answers = [{ status: 503 }];
    await host.call(server.id, '/backups', { include_missions: false });
    await got((message) => description(message).includes('backed up'), 'delivered at last');
    expect(await until(async () => (await deliveries(hook.id)).find(({ status }) => status === 'delivered'), 'noted')).toMatchObject({ attempts: 2 });
  });

  it('is switched off when its address is gone, and says so; what failed can be sent again', async () => {
    const hook = await make({ events: ['backup_created'] });
    answers = [{ status: 404, body: { message: 'Unknown Webhook' } }];
    await host.call(server.id, '/backups', { include_missions: false });
    const off = await until(async () => {
      const found = (await host.api.get<Envelope<Hook>>(path(`/${String(hook.id)}`))).body.data;
      return found.enabled ? undefined : found;
    }, 'switched off');
    expect(off.last_error).toContain('404');
    const failed = (await deliveries(hook.id))[0];
    expect(failed?.status).toBe('failed');
    const again = path(`/${String(hook.id)}/deliveries/${String(failed?.id)}/retry`);
    expect((await host.api.post(again, {})).status).toBe(409);
    await host.api.patch(path(`/${String(hook.id)}`), { enabled: true });
    expect((await host.api.post(again, {})).status).toBe(202);
    await got((message) => description(message).includes('backed up'), 'sent again');
  });
});

describe('what can’t be a webhook', () => {
  it.each([
    'http://127.0.0.1:9/x', 'http://localhost/x', 'http://[::1]/x', 'http://10.1.2.3/x', 'http://169.254.169.254/latest/meta-data', 'http://[::ffff:127.0.0.1]/', 'http://2130706433/', 'http://0x7f.1/', 'https://user:pass@example.org/', 'ftp://example.org/', 'file:///etc/passwd', 'javascript:alert(1)', 'x', '********',
  ])('the address %s', async (url) => {
    const answer = await host.api.post<Envelope<null>>(path(), { name: 'x', url });
    expect([answer.status, answer.body.error?.code]).toEqual([400, 'VALIDATION_ERROR']);
    expect(answer.body.error?.details).toContainEqual(expect.objectContaining({ path: 'url' }));
  });

  it.each([{ events: [] }, { events: ['rcon_command'] }, { name: 'a\nb' }, { collapse_seconds: -1 }, { format: 'xml' }, { more: 1 }])('%j', async (body) => {
    expect((await host.api.post(path(), { name: 'x', url: `${origin}/x`, ...body })).status).toBe(400);
  });

  it('is for operators to see or make', async () => {
    const operator = await host.operator('hook.operator', [server.id]);
    expect([(await operator.get(path())).status, (await operator.post(path(), { name: 'x', url: `${origin}/x` })).status, (await operator.get('/api/webhooks')).status]).toEqual([403, 403, 403]);
    const [own, global] = [await make({ name: 'of one server' }), await make({ name: 'of all servers' }, '/api/webhooks')];
    const all = (await host.api.get<Envelope<{ id: number; server_id: number | null }[]>>('/api/webhooks?include_servers=1')).body.data;
    expect(all.map(({ id, server_id }) => [id, server_id])).toEqual(expect.arrayContaining([[own.id, server.id], [global.id, null]]));
    expect((await host.api.get<Envelope<{ id: number }[]>>('/api/webhooks')).body.data.map(({ id }) => id)).toEqual([global.id]);
    expect((await operator.get('/api/webhooks?include_servers=1')).status).toBe(403);
    expect((await host.api.get('/api/servers/999999/webhooks')).status).toBe(404);
  });
});
