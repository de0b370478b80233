import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { ADMIN } from '../../support/app.js';
import { GameHost, until, type Envelope, type ServerInfo } from '../../support/game-servers.js';

let host: GameHost;
let server: ServerInfo;
beforeAll(async () => {
  host = await GameHost.start({ players: 0, chunk: 300 });
  server = await host.run((await host.create()).id);
});
afterAll(() => host.stop());

interface Player {
  player_num: number;
  name: string;
  guid: string;
  ip?: string;
  steam_id: string | null;
}
interface Ban {
  id: number;
  identity: string;
  in_game: boolean;
  reason: string;
}
interface FakeState {
  players: { number: number; name: string; guid: string }[];
  bans: { identity: string }[];
  executed: string[];
  locked: boolean;
}
const path = (rest: string): string => `/api/servers/${String(server.id)}${rest}`;
const players = async (): Promise<Player[]> => (await host.api.get<Envelope<{ players: Player[] }>>(path('/players'))).body.data.players;
const named = (name: string): Promise<Player> => until(async () => (await players()).find((player) => player.name === name && player.guid !== null), `${name} is seen`);
const state = (): Promise<FakeState> => host.control<FakeState>(server, '/state');

describe('players', () => {
  it('are seen at once, with the Steam id from the log, and leave a visit behind', async () => {
    await host.control(server, '/join', { name: 'Zoë (Lobby) x', steamId: '76561198000000001' });
    const zoe = await named('Zoë (Lobby) x');
    expect(zoe).toMatchObject({ guid: '77c8f104322269b21fa015c5ed6977f8', ip: expect.stringMatching(/^198\.51/) as string });
    await until(async () => (await named('Zoë (Lobby) x')).steam_id === '76561198000000001', 'Steam id');
    await host.control(server, '/leave', { number: zoe.player_num });
    await until(async () => (await players()).length === 0, 'left');
    const history = await until(async () => {
      const { items } = (await host.api.get<Envelope<{ items: { name: string; leave_reason: string | null }[] }>>(path('/players/history?search=zo'))).body.data;
      return items[0]?.leave_reason === 'disconnect' ? items : undefined;
    }, 'history');
    expect(history[0]?.name).toBe('Zoë (Lobby) x');
    await host.api.put(`/api/players/${zoe.guid}/notes`, { note: 'nice', watch: true });
    const dossier = (await host.api.get<Envelope<{ names: string[]; note: string; watch: boolean }>>(`/api/players/${zoe.guid}`)).body.data;
    expect(dossier).toMatchObject({ names: ['Zoë (Lobby) x'], note: 'nice', watch: true });
  });

  it('are kicked only when the number still is theirs', async () => {
    await host.control(server, '/join', { name: 'First' });
    const first = await named('First');
    const wrong = await host.call(server.id, `/players/${String(first.player_num)}/kick`, { guid: 'f'.repeat(32), reason: 'x' });
    expect([wrong.status, wrong.body.error?.code]).toEqual([409, 'INVALID_TRANSITION']);
    const kick = await host.call(server.id, `/players/${String(first.player_num)}/kick`, { guid: first.guid, reason: 'AFK' });
    expect(kick.status).toBe(200);
    await until(async () => !(await players()).some(({ name }) => name === 'First'), 'kicked');
    expect((await state()).executed).toContain(`kick ${String(first.player_num)} AFK`);
    const injected = await host.call(server.id, `/players/${String(first.player_num)}/kick`, { reason: 'x\nkick 1' });
    expect(injected.status).toBe(400);
  });

  it('who are banned are kicked, kept out, and let in again when the ban is lifted, with all other bans in place', async () => {
    await host.control(server, '/join', { name: 'Cheater' });
    const cheater = await named('Cheater');
    for (const guid of ['a', 'b', 'c']) await host.call(server.id, '/bans', { guid: guid.repeat(32), reason: `ban ${guid}` });
    const ban = await host.call<Ban>(server.id, `/players/${String(cheater.player_num)}/ban`, { guid: cheater.guid, duration_minutes: 60, reason: 'wallhack' });
    expect(ban.body.data).toMatchObject({ identity: cheater.guid, in_game: true });
    await until(async () => (await state()).players.every(({ name }) => name !== 'Cheater'), 'kicked');
    await host.call(server.id, '/bans', { ip: '203.0.113.9' });
    const lift = await host.api.delete<Envelope<Ban>>(path(`/bans/${String(ban.body.data.id)}`));
    expect(lift.status).toBe(200);
    expect((await state()).bans.map(({ identity }) => identity)).toEqual(['a'.repeat(32), 'b'.repeat(32), 'c'.repeat(32), '203.0.113.9']);
    const exported = await host.api.get('/api/bans/export');
    expect(exported.text).toContain(`${'a'.repeat(32)} -1 ban a\n`);
  });

  it('banned here while a server was away are kept out there from its next start on', async () => {
    await host.call(server.id, '/bans', { steam_id: '76561198000000777', scope: 'all', reason: 'everywhere' });
    const other = await host.run((await host.create()).id);
    const known = await until(async () => {
      const { bans } = await host.control<FakeState>(other, '/state');
      return bans.length > 0 ? bans : undefined;
    }, 'ban arrives');
    expect(known).toHaveLength(1);
    await host.call(other.id, '/kill');
  });
});

describe('bans over all servers', () => {
  type Listed = Ban & { server_id: number | null; server_name: string | null; player_name: string | null };
  const find = async (query: string, api = host.api): Promise<Listed[]> => (await api.get<Envelope<{ items: Listed[] }>>(`/api/bans?limit=500${query}`)).body.data.items;

  it('are found by name, identity, server, state and how long they last', async () => {
    const guid = 'e'.repeat(32);
    const made = await host.call<Ban>(server.id, '/bans', { guid, name: 'Mr. Grey', reason: 'For Now', duration_minutes: 30 });
    const everywhere = await host.api.post<Envelope<Ban>>('/api/bans', { ip: '203.0.113.77', reason: 'everywhere' });
    expect([everywhere.status, everywhere.body.data]).toMatchObject([201, { server_id: null, kind: 'ip' }]);
    expect(await find('&search=grey')).toMatchObject([{ identity: guid, server_id: server.id, server_name: server.name }]);
    expect(await find('&search=for%20now')).toHaveLength(1);
    expect((await find(`&search=${guid}&lasts=for_a_time`)).map(({ id }) => id)).toEqual([made.body.data.id]);
    expect(await find(`&search=${guid}&lasts=forever`)).toEqual([]);
    expect((await find('&server_id=999999')).every(({ server_id: id }) => id === null)).toBe(true);
    await host.sql('UPDATE arma_bans SET expires_at = ? WHERE id = ?', Date.now() - 1_000, made.body.data.id);
    expect(await find(`&search=${guid}`)).toEqual([]);
    expect(await find(`&search=${guid}&state=expired`)).toHaveLength(1);
    const lift = await host.api.delete(`/api/bans/${String(everywhere.body.data.id)}`);
    expect(lift.status).toBe(200);
    expect(await find('&search=203.0.113.77')).toEqual([]);
    expect(await find('&search=203.0.113.77&state=lifted')).toMatchObject([{ lifted_by: 'user:1' }]);
    expect((await host.api.delete(`/api/bans/${String(everywhere.body.data.id)}`)).status).toBe(404);
  });

  it('are for those who run all servers; who runs one sees and lifts its own only', async () => {
    const operator = await host.operator('bans.operator', [server.id]);
    const other = await host.create();
    const foreign = (await host.call<Ban>(other.id, '/bans', { guid: 'f'.repeat(32) })).body.data;
    const global = (await host.api.post<Envelope<Ban>>('/api/bans', { ip: '203.0.113.78' })).body.data;
    const own = (await operator.post<Envelope<Ban>>(`/api/servers/${String(server.id)}/bans`, { guid: '9'.repeat(32) })).body.data;
    const ids = (await find('', operator)).map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining([own.id, global.id]));
    expect(ids).not.toContain(foreign.id);
    expect((await operator.post('/api/bans', { ip: '203.0.113.79' })).status).toBe(403);
    expect((await operator.post(`/api/servers/${String(server.id)}/bans`, { ip: '203.0.113.79', scope: 'all' })).status).toBe(403);
    for (const { id } of [foreign, global]) expect((await operator.delete(`/api/bans/${String(id)}`)).status).toBe(403);
    expect((await operator.delete(`/api/servers/${String(server.id)}/bans/${String(global.id)}`)).status).toBe(403);
    expect((await operator.delete(`/api/bans/${String(own.id)}`)).status).toBe(200);
    for (const { id } of [foreign, global]) expect((await host.api.delete(`/api/bans/${String(id)}`)).status).toBe(200);
  });
});

describe('who was seen', () => {
  it('is searched over servers, and only where one runs them', async () => {
    interface Seen { guid: string; name: string; watch: boolean; visits: number }
    const seen = async (query: string, api = host.api): Promise<Seen[]> => (await api.get<Envelope<{ items: Seen[] }>>(`/api/players?limit=500${query}`)).body.data.items;
    await host.control(server, '/join', { name: 'Wanderer' });
    const { guid } = await named('Wanderer');
    await until(async () => (await seen('&search=wander')).some((player) => player.guid === guid), 'a visit is stored');
    expect(await seen(`&search=wander&server_id=${String(server.id)}`)).toHaveLength(1);
    expect(await seen('&search=wander&server_id=999999')).toEqual([]);
    expect(await seen('&search=wander&watch=1')).toEqual([]);
    await host.api.put(`/api/players/${guid ?? ''}/notes`, { note: 'hello', watch: true });
    expect(await seen('&search=wander&watch=1')).toMatchObject([{ guid, watch: true }]);
    const [here, elsewhere] = [await host.operator('seen.here', [server.id]), await host.operator('seen.elsewhere', [(await host.create()).id])];
    expect(await seen('&search=wander', here)).toHaveLength(1);
    expect(await seen('', elsewhere)).toEqual([]);
    expect((await here.get(`/api/players/${guid ?? ''}`)).status).toBe(200);
    expect((await elsewhere.get(`/api/players/${guid ?? ''}`)).status).toBe(404);
    // A note is read by the staff of all servers, so it is written by those who run all; screens can tell from one's account.
    expect((await here.put(`/api/players/${guid ?? ''}/notes`, { note: 'mine', watch: false })).status).toBe(403);
    const { confined_scopes: confined } = (await here.get<{ confined_scopes: object[] }>('/api/users/me')).body;
    expect(confined).toContainEqual({ scope: 'servers.operate', kind: 'server', ids: [String(server.id)] });
    expect((await host.api.get<{ confined_scopes: object[] }>('/api/users/me')).body.confined_scopes).toEqual([]);
  });
});

describe('the console', () => {
  it('sends raw commands, says things, locks, and refuses what would lose the server', async () => {
    const version = await host.call<{ response: string }>(server.id, '/rcon', { command: 'version' });
    expect(version.body.data.response).toBe('1.240');
    await host.call(server.id, '/say', { message: 'Привет "all"' });
    await host.call(server.id, '/lock');
    expect(await state()).toMatchObject({ locked: true, executed: expect.arrayContaining(['say -1 Привет "all"', '#lock']) as string[] });
    for (const command of ['#restartserver', '#shutdown', 'RConPassword x']) expect((await host.call(server.id, '/rcon', { command })).status).toBe(403);
    expect((await host.call(server.id, '/rcon', { command: '#exec x' })).body.error?.code).toBe('RCON_COMMAND_DISALLOWED');
    expect((await host.call(server.id, '/say', { message: 'a\nb' })).status).toBe(400);
  });
});

describe('the live feed', () => {
  const authorization = `Basic ${Buffer.from(`${ADMIN.username}:${ADMIN.password}`).toString('base64')}`;
  const connect = (target: string, headers: Record<string, string> = { authorization }): WebSocket => new WebSocket(`${host.app.url.replace('http', 'ws')}${target}`, { headers });
  const refusal = (socket: WebSocket): Promise<number> => new Promise((resolve) => socket.on('unexpected-response', (_, response) => resolve(response.statusCode ?? 0)).on('error', () => undefined));

  it('begins with how things stand, and numbers what follows', async () => {
    const socket = connect(`/ws/${String(server.id)}?channels=status,players,log,chat`);
    const frames: { type: string; seq: number; data: Record<string, unknown> }[] = [];
    socket.on('message', (bytes: Buffer) => frames.push(JSON.parse(bytes.toString()) as (typeof frames)[number]));
    await until(async () => frames.length >= 3, 'snapshot');
    expect(frames.slice(0, 3).map(({ type, seq }) => [type, seq])).toEqual([['hello', 1], ['status', 2], ['players', 3]]);
    expect(frames[1]?.data).toMatchObject({ status: 'running', pid: server.pid });
    await host.control(server, '/chat', { name: 'A: B', text: 'hi' });
    await host.control(server, '/log', { text: 'Error in expression <x>' });
    await until(async () => frames.some(({ type }) => type === 'chat') && frames.some(({ type, data }) => type === 'log' && JSON.stringify(data).includes('Error in expression')), 'chat and log');
    socket.send(JSON.stringify({ type: 'ping', id: 7 }));
    await until(async () => frames.some(({ type, data }) => type === 'pong' && data['id'] === 7), 'pong');
    expect(frames.map(({ seq }) => seq)).toEqual(frames.map((_, index) => index + 1));
    socket.close();
  });

  it.each([
    ['/ws/1', {}, 401],
    ['/ws/999999', { authorization }, 404],
    ['/ws/x', { authorization }, 404],
    ['/api/ws/all', { authorization: 'Basic bm9ib2R5Om5v' }, 401],
  ])('%s with %j is refused with %d', async (target, headers, status) => {
    expect(await refusal(connect(target, headers as Record<string, string>))).toBe(status);
  });

  it('tells the log again behind a line that was seen, and ends when rights change', async () => {
    const operator = await host.operator('feed.operator', [server.id]);
    const socket = connect(`/ws/${String(server.id)}?channels=chat`, { authorization: `Basic ${Buffer.from('feed.operator:correct horse battery staple').toString('base64')}` });
    const frames: { type: string; data: { entries: { id: number; message: string }[] } }[] = [];
    socket.on('message', (bytes: Buffer) => frames.push(JSON.parse(bytes.toString()) as (typeof frames)[number]));
    const closed = new Promise<number>((resolve) => socket.once('close', resolve));
    await new Promise((resolve) => socket.once('open', resolve));
    await host.control(server, '/log', { text: 'seen before' });
    const seen = await until(async () => (await host.api.get<Envelope<{ items: { id: number }[] }>>(`/api/servers/${String(server.id)}/logs?search=seen%20before`)).body.data.items[0], 'stored');
    await host.control(server, '/log', { text: 'missed' });
    await until(async () => (await host.api.get(`/api/servers/${String(server.id)}/logs?search=missed`)).text.includes('missed'), 'stored');
    socket.send(JSON.stringify({ type: 'replay', channel: 'log', after_id: seen.id }));
    const replayed = await until(() => Promise.resolve(frames.find(({ type }) => type === 'log')), 'told again');
    expect(replayed.data.entries.map(({ message }) => message)).toContain('missed');
    expect(replayed.data.entries.every(({ id }) => id > seen.id)).toBe(true);
    const { id } = (await operator.get<{ id: number }>('/api/users/me')).body;
    await host.api.patch(`/api/auth/users/${String(id)}`, { server_ids: [] });
    expect(await closed).toBe(4403);
    expect((await operator.get(`/api/servers/${String(server.id)}`)).status).toBe(404);
  });
});

describe('the log', () => {
  it('is stored with levels, searched, paged by cursor, and downloaded without passwords', async () => {
    await host.control(server, '/plain', { text: '-password=hunter2 RConPassword abcdef12' });
    await host.control(server, '/invalid-utf8');
    await host.control(server, '/long-line');
    await host.control(server, '/spam', { lines: 300, text: 'Warning Message: spam' });
    const found = await until(async () => {
      const { items } = (await host.api.get<Envelope<{ items: { message: string; level: string }[] }>>(path('/logs?search=SPAM%20299&level=warning'))).body.data;
      return items.length > 0 ? items : undefined;
    }, 'stored');
    expect(found).toEqual([expect.objectContaining({ level: 'warning', message: 'Warning Message: spam 299' })]);
    const first = (await host.api.get<Envelope<{ items: { id: number }[]; next_cursor: string }>>(path('/logs?limit=100'))).body.data;
    const second = (await host.api.get<Envelope<{ items: { id: number }[] }>>(path(`/logs?limit=100&cursor=${first.next_cursor}`))).body.data;
    expect(second.items[0]?.id).toBeLessThan(first.items[99]?.id ?? 0);
    const files = (await host.api.get<Envelope<{ name: string; current: boolean }[]>>(path('/logs/files'))).body.data;
    const current = files.find((file) => file.current);
    const text = (await host.api.get(path(`/logs/files/${current?.name ?? ''}`))).text;
    expect(text).toContain('-password=*** RConPassword ***');
    expect(text).not.toContain('hunter2');
  });
});

describe('measurements', () => {
  it('hold CPU, memory and players', async () => {
    const latest = await until(async () => (await host.api.get<Envelope<{ ram_mb: number; cpu_percent: number } | null>>(path('/metrics/latest'))).body.data ?? undefined, 'a reading');
    expect(latest.ram_mb).toBeGreaterThan(10);
    const series = (await host.api.get<Envelope<{ resolution: string; points: unknown[] }>>(path('/metrics'))).body.data;
    expect(series.resolution).toBe('raw');
    expect(series.points.length).toBeGreaterThan(0);
  });
});

describe('secrets', () => {
  it('never leave by the API, the previews of those who may not see them, or the app’s own log', async () => {
    const canary = 'CanaryCanaryCanary1';
    await host.api.put(path('/config/server'), { password: canary, password_admin: `${canary}A` });
    await host.api.put(path('/config/rcon'), { rcon_password: `${canary}R` });
    const answers = await Promise.all(['', '/config', '/config/preview', '/config/history', '/events', '/logs'].map((rest) => host.api.get(path(rest))));
    for (const answer of answers) expect(answer.text).not.toContain(canary);
    expect((await host.api.get<Envelope<{ server: object; rcon: object }>>(path('/config'))).body.data).toMatchObject({ server: { password_set: true }, rcon: { rcon_password_set: true } });
    expect((await host.api.get(path('/config/preview?reveal=1'))).text).toContain(canary);
    expect(host.app.output).not.toContain(canary);
  });
});

describe('changes of the configuration', () => {
  it('are merged, numbered, guarded against each other, kept, and taken back', async () => {
    const { id } = await host.create();
    const at = (rest: string): string => `/api/servers/${String(id)}/config${rest}`;
    const one = await host.api.put<Envelope<{ revision: number; server: Record<string, unknown> }>>(at('/server'), { hostname: 'One', max_ping: 200 });
    expect(one.body.data).toMatchObject({ revision: 2, server: { hostname: 'One', max_ping: 200, max_players: 64 } });
    expect(one.headers.get('etag')).toBe('"2"');
    await host.api.put(at('/server'), { hostname: 'Two', max_ping: null }, { 'If-Match': '"2"' });
    const late = await host.api.put<Envelope<null>>(at('/server'), { hostname: 'Three' }, { 'If-Match': '"2"' });
    expect([late.status, late.body.error?.code]).toEqual([409, 'REVISION_CONFLICT']);
    const view = (await host.api.get<Envelope<{ server: object }>>(at(''))).body.data.server;
    expect(view).toMatchObject({ hostname: 'Two' });
    expect(view).not.toHaveProperty('max_ping');
    const back = await host.api.post<Envelope<{ server: object; revision: number }>>(at('/rollback/2'), {});
    expect(back.body.data).toMatchObject({ revision: 4, server: { hostname: 'One', max_ping: 200 } });
    const preview = (await host.api.get<Envelope<{ files: { name: string; diff: string }[]; launch: { args: string[] } }>>(at('/preview'))).body.data;
    expect(preview.files.find(({ name }) => name === 'server.cfg')?.diff).toContain('+ hostname = "One";');
    const draft = (await host.api.post<Envelope<{ files: { name: string; diff: string; changed: boolean }[] }>>(at('/preview'), { server: { hostname: 'Four', password: 'canary-of-a-draft' }, launch: { limit_fps: 60 } })).body.data;
    expect(draft.files.filter(({ changed }) => changed).map(({ name }) => name)).toEqual(['server.cfg']);
    expect(draft.files.find(({ name }) => name === 'server.cfg')?.diff).toContain('- hostname = "One";\n+ hostname = "Four";');
    expect(JSON.stringify(draft)).not.toContain('canary-of-a-draft');
    const faulty = await host.api.post<Envelope<null>>(at('/preview'), { server: { max_ping: 0 }, basic: { max_msg_send: 0, nonsense: 1 } });
    expect(faulty.body.error).toMatchObject({ code: 'VALIDATION_ERROR', details: ['server.max_ping', 'basic.max_msg_send', 'basic.nonsense'].map((path) => expect.objectContaining({ path }) as unknown) });
    expect((await host.api.get<Envelope<{ revision: number }>>(at(''))).body.data.revision).toBe(4);
    const zip = await host.api.raw('GET', at('/download/all.zip'), undefined, {});
    expect(zip.headers.get('content-type')).toContain('zip');
  });
});
