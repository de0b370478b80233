import { afterEach, describe, expect, it, vi } from 'vitest';
import { FakeRconServer, type RconServerOptions } from '../../../test/fakes/arma/rcon-server.js';
import { RconClient } from './client.js';
import type { RconClientOptions } from './options.js';
import { parsePlayers } from './parsers/players.js';

const cleanup: (() => void)[] = [];
afterEach(() => {
  for (const close of cleanup.splice(0)) close();
});

async function serve(options: Partial<RconServerOptions> = {}): Promise<{ server: FakeRconServer; port: number }> {
  const server = new FakeRconServer({ password: 'changeme', answer: (command) => `you said ${command}`, messageResendMs: 100, ...options });
  const port = await server.listen();
  cleanup.push(() => server.close());
  return { server, port };
}

function connect(port: number, options: Partial<RconClientOptions> = {}): RconClient {
  const client = new RconClient({ host: '127.0.0.1', port, password: 'changeme', rate: { perSecond: 1_000, burst: 1_000 }, backoffMs: { first: 20, max: 80 }, ...options });
  cleanup.push(() => client.close());
  client.connect();
  return client;
}

const manyPlayers = (count: number): string =>
  [
    'Players on server:',
    '[#] [IP Address]:[Port] [Ping] [GUID] [Name]',
    '--------------------------------------------------',
    ...Array.from({ length: count }, (_, n) => `${String(n)}   198.51.100.7:${String(2304 + n)}     47   ${n.toString(16).padStart(32, '0')}(OK) Zoë ${String(n)} ž`),
    `(${String(count)} players in total)`,
  ].join('\n');

describe('login', () => {
  it('logs in and answers a command', async () => {
    const { port } = await serve();
    const client = connect(port);
    await client.ready(1_000);
    expect(await client.command('version')).toBe('you said version');
  });

  it('knows its own number among the admins', async () => {
    const { port } = await serve();
    const client = connect(port);
    await vi.waitFor(() => expect(client.adminNumber).toBe(0));
  });

  it('stops after a refusal, so that BattlEye does not lock us out', async () => {
    const { server, port } = await serve();
    const client = connect(port, { password: 'wrong', loginTimeoutMs: 20 });
    await expect(client.ready(1_000)).rejects.toMatchObject({ code: 'refused' });
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(server.refusals).toBe(1);
    await expect(client.command('players')).rejects.toMatchObject({ code: 'refused' });
    client.retry('changeme');
    await client.ready(1_000);
  });

  it('reports logins without an answer, as when the address is locked out, and goes on with growing pauses', async () => {
    const { server, port } = await serve();
    server.answering = false;
    const client = connect(port, { loginTimeoutMs: 20 });
    const attempts: number[] = [];
    client.on('unanswered', (attempt) => attempts.push(attempt));
    await vi.waitFor(() => expect(attempts).toEqual([1, 2, 3]));
    server.answering = true;
    await client.ready(1_000);
  });

  it('gives up waiting in time when nobody listens', async () => {
    const client = connect(9, { loginTimeoutMs: 20 });
    await expect(client.ready(60)).rejects.toMatchObject({ code: 'timeout' });
    expect(client.state).toBe('connecting');
  });
});

describe('commands', () => {
  it('joins an answer of many parts, also when a character is cut at a border', async () => {
    const { port } = await serve({ chunk: 101, answer: () => manyPlayers(64) });
    const client = connect(port);
    await client.ready(1_000);
    const list = parsePlayers(await client.command('players'));
    expect(list).toMatchObject({ complete: true });
    expect(list.players[63]).toMatchObject({ number: 63, name: 'Zoë 63 ž' });
  });

  it('never uses a number twice at the same time, also over the wrap', async () => {
    const { port } = await serve();
    const client = connect(port, { inFlight: 16, maxQueue: 1_000 });
    await client.ready(1_000);
    const answers = await Promise.all(Array.from({ length: 600 }, (_, n) => client.command(`echo ${String(n)}`)));
    expect(answers).toEqual(Array.from({ length: 600 }, (_, n) => `you said echo ${String(n)}`));
  });

  it('sends people’s commands before polls', async () => {
    const { server, port } = await serve();
    const client = connect(port, { inFlight: 1 });
    await client.ready(1_000);
    await Promise.all([client.command('first'), client.command('players', { priority: 'poll' }), client.command('kick 3')]);
    expect(server.executed).toEqual(['first', 'kick 3', 'players']);
  });

  it('keeps within the rate', async () => {
    const { port } = await serve();
    const client = connect(port, { rate: { perSecond: 50, burst: 2 } });
    await client.ready(1_000);
    const begun = performance.now();
    await Promise.all(Array.from({ length: 8 }, (_, n) => client.command(`c${String(n)}`)));
    expect(performance.now() - begun).toBeGreaterThan(100);
  });

  it('says so when the server disallows it', async () => {
    const { port } = await serve({ answer: () => 'Disallowed command' });
    const client = connect(port);
    await client.ready(1_000);
    await expect(client.command('#exec x')).rejects.toMatchObject({ code: 'disallowed' });
  });

  it('times out after all its sends, having been executed once', async () => {
    const { server, port } = await serve({ answer: () => undefined });
    const client = connect(port, { resendMs: 20 });
    await client.ready(1_000);
    await expect(client.command('say -1 hi')).rejects.toMatchObject({ code: 'timeout' });
    expect(server.executed).toEqual(['say -1 hi']);
  });

  it('takes an answer that comes only after the last send', async () => {
    const { server, port } = await serve({ answerDelayMs: 100 });
    const client = connect(port, { resendMs: 40, attempts: 3 });
    await client.ready(1_000);
    expect(await client.command('version')).toBe('you said version');
    expect(server.executed).toEqual(['version']);
  });

  it.each(['say -1 a\nkick 0', 'tab\there', 'nul\u0000', 'line\u2028sep', '', 'x'.repeat(1_025)])('refuses %j', async (command) => {
    const { port } = await serve();
    const client = connect(port);
    await client.ready(1_000);
    await expect(client.command(command)).rejects.toMatchObject({ code: 'invalid-command' });
  });

  it('refuses more than its queue holds', async () => {
    const { port } = await serve({ answer: () => undefined });
    const client = connect(port, { maxQueue: 3, inFlight: 1, commandTimeoutMs: 50 });
    await client.ready(1_000);
    const results = await Promise.allSettled(Array.from({ length: 6 }, () => client.command('x')));
    expect(results.map((result) => (result.status === 'rejected' ? (result.reason as { code: string }).code : 'ok'))).toContain('busy');
  });
});

describe('server messages', () => {
  it('acknowledges every copy and tells listeners once', async () => {
    const { server, port } = await serve({ faults: { double: 1 } });
    const client = connect(port);
    const heard: string[] = [];
    client.on('message', (text) => heard.push(text));
    await client.ready(1_000);
    server.broadcast('Player #1 Bob disconnected');
    server.broadcast('Player #2 Ann disconnected');
    await vi.waitFor(() => expect(heard.slice(1)).toEqual(['Player #1 Bob disconnected', 'Player #2 Ann disconnected']));
    await vi.waitFor(() => expect(client.stats.duplicateMessages).toBeGreaterThanOrEqual(3));
    expect(server.dropped).toEqual([]);
  });

  it('hears 600 messages once each over the wrap of the numbers', async () => {
    const { server, port } = await serve();
    const client = connect(port);
    const heard: string[] = [];
    client.on('message', (text) => heard.push(text));
    await client.ready(1_000);
    for (let n = 0; n < 600; n += 1) {
      server.broadcast(`m${String(n % 200)}`);
      if (n % 100 === 99) await vi.waitFor(() => expect(heard).toHaveLength(n + 2));
    }
    expect(heard).toHaveLength(601);
    expect(server.dropped).toEqual([]);
  });
});

describe('keeping the link', () => {
  it('sends empty commands so that the server does not forget us', async () => {
    const { server, port } = await serve({ forgetAfterMs: 150 });
    const client = connect(port, { keepAliveMs: 50, deadAfterMs: 400 });
    await client.ready(1_000);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(server.clientCount).toBe(1);
    expect(client.stats.logins).toBe(1);
    expect(server.executed).toEqual([]);
  });

  it('notices silence, fails what was under way without repeating it, and logs in again', async () => {
    const { server, port } = await serve();
    const client = connect(port, { keepAliveMs: 40, deadAfterMs: 120, loginTimeoutMs: 30, resendMs: 1_000 });
    await client.ready(1_000);
    server.answering = false;
    const kick = client.command('kick 3 AFK');
    await expect(kick).rejects.toMatchObject({ code: 'unavailable' });
    server.answering = true;
    server.reset();
    await client.ready(2_000);
    expect(await client.command('version')).toBe('you said version');
    expect(server.executed).not.toContain('kick 3 AFK');
  });

  it('answers commands asked for while the link is being made', async () => {
    const { port } = await serve();
    const client = connect(port);
    expect(await client.command('version')).toBe('you said version');
  });

  it('fails everything on close', async () => {
    const { port } = await serve({ answer: () => undefined });
    const client = connect(port);
    await client.ready(1_000);
    const pending = client.command('x');
    client.close();
    await expect(pending).rejects.toMatchObject({ code: 'closed' });
    await expect(client.command('y')).rejects.toMatchObject({ code: 'closed' });
  });
});

describe('a bad network', () => {
  it('answers right, executes once and loses no message with a fifth of all datagrams dropped, doubled and reordered', async () => {
    const { server, port } = await serve({ chunk: 512, seed: 7, faults: { drop: 0.2, double: 0.2, reorder: 0.2 }, messageResendMs: 60, answer: (command) => (command === 'players' ? manyPlayers(40) : `ok ${command}`) });
    const client = connect(port, { resendMs: 30, attempts: 40, missingPartsMs: 40, loginTimeoutMs: 60 });
    const heard = new Set<string>();
    client.on('message', (text) => heard.add(text));
    await client.ready(5_000);
    for (let n = 0; n < 20; n += 1) server.broadcast(`message ${String(n)}`);
    const answers = await Promise.all(Array.from({ length: 40 }, (_, n) => client.command(`c${String(n)}`)));
    expect(answers).toEqual(Array.from({ length: 40 }, (_, n) => `ok c${String(n)}`));
    expect(new Set(server.executed).size).toBe(server.executed.length);
    const lists = await Promise.all([1, 2, 3].map(() => client.command('players')));
    for (const text of lists) expect(parsePlayers(text)).toMatchObject({ complete: true });
    await vi.waitFor(() => expect([...heard].filter((text) => text.startsWith('message'))).toHaveLength(20));
    expect(client.stats.logins).toBe(1);
  });
});
