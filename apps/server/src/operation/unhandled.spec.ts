import { EventEmitter } from 'node:events';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { Metrics } from './metrics.js';
import { onUnhandledRejection } from './unhandled.js';

it('logs and counts a failure that nobody handled, whatever was thrown', async () => {
  const lines: { msg: string; err: { message: string } }[] = [];
  const logger = pino(new Writable({ write: (chunk: Buffer, _, done) => (lines.push(JSON.parse(chunk.toString()) as (typeof lines)[number]), done()) }));
  const metrics = new Metrics();
  const source = new EventEmitter();
  onUnhandledRejection(source, logger, metrics);
  source.emit('unhandledRejection', new Error('lost'));
  source.emit('unhandledRejection', 'a word');
  expect(lines.map(({ err }) => err.message)).toEqual(['lost', 'a word']);
  expect(await metrics.text()).toContain('rumpus_unhandled_rejections_total 2');
});
