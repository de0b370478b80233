import { createServer, type IncomingMessage } from 'node:http';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { crash, flood, hang, leak } from './faults.js';
import type { GameServer } from './game-server.js';

type Body = Record<string, unknown>;

async function bodyOf(request: IncomingMessage): Promise<Body> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return chunks.length === 0 ? {} : (JSON.parse(Buffer.concat(chunks).toString()) as Body);
}

const text = (value: unknown, otherwise: string): string => (typeof value === 'string' ? value : otherwise);
const number = (value: unknown, otherwise: number): number => (typeof value === 'number' ? value : otherwise);

/** What a test can make the running fake do. Ways that end or block it answer first. */
const ACTIONS: Record<string, (game: GameServer, body: Body) => unknown> = {
  '/state': (game) => game.state(),
  '/join': (game, body) => game.world.join(typeof body['name'] === 'string' ? body['name'] : undefined, typeof body['steamId'] === 'string' ? body['steamId'] : undefined),
  '/populate': (game, body) => game.world.populate(number(body['count'], 40)),
  '/leave': (game, body) => game.world.leave(number(body['number'], 0)),
  '/chat': (game, body) => game.world.chat(text(body['channel'], 'Global'), text(body['name'], 'Somebody'), text(body['text'], 'hello')),
  '/log': (game, body) => game.log.line(text(body['text'], '')),
  '/plain': (game, body) => game.log.plain(text(body['text'], '')),
  '/long-line': (game, body) => game.log.line('x'.repeat(number(body['bytes'], 1_048_576))),
  '/invalid-utf8': (game) => game.log.raw(Buffer.from([0x41, 0xff, 0xfe, 0x42, 0x0a])),
  '/spam': (game, body) => flood(game.log, number(body['lines'], 1_000), text(body['text'], 'flood')),
  '/leak': (_, body) => leak(number(body['megabytes'], 10)),
  '/silence': (game) => game.answer(false),
  '/speak': (game) => game.answer(true),
  '/exit': (game, body) => setTimeout(() => game.exit(number(body['code'], 0)), 10) && null,
  '/crash': (_, body) => setTimeout(() => crash(body['signal'] === undefined ? number(body['code'], 1) : (body['signal'] as NodeJS.Signals)), 10) && null,
  '/hang': () => setTimeout(hang, 10) && null,
};

/** Opens the control socket `fake-control.sock` in the `-profiles` folder: HTTP, `POST /<action>` with a JSON body. */
export function openControl(game: GameServer, profiles: string): void {
  const path = join(profiles, 'fake-control.sock');
  rmSync(path, { force: true });
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const action = ACTIONS[request.url ?? ''];
      const result = action?.(game, body);
      response.writeHead(action === undefined ? 404 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(result ?? null));
    });
  });
  server.listen(path);
}
