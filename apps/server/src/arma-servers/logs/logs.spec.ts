import type { Config } from '@rumpus/config';
import type { FollowedLine } from '@rumpus/process-supervisor';
import { describe, expect, it } from 'vitest';
import { LiveStates } from '../servers/live-state.js';
import { EntryBuilder } from './entry-builder.js';
import { LEVELS } from './levels.js';
import { classify, redact, StampReader } from './line-parser.js';
import { LineSignals } from './line-signals.js';

const lines = (...texts: string[]): FollowedLine[] => {
  let offset = 0;
  return texts.map((text) => {
    const line = { text, offset, end: offset + Buffer.byteLength(text) + 1, cut: false };
    offset = line.end;
    return line;
  });
};
const start = new Date(2026, 3, 16, 23, 50, 0);

const settings = (fpsPattern?: string): Config => ({ servers: { fpsPattern } }) as Config;

describe('time stamps', () => {
  it.each([
    ['2026/04/16, 10:05:23 Host identity created.', new Date(2026, 3, 16, 10, 5, 23), 'Host identity created.'],
    ['2026/04/16,  9:05:23 x', new Date(2026, 3, 16, 9, 5, 23), 'x'],
    ['23:55:01 text', new Date(2026, 3, 16, 23, 55, 1), 'text'],
  ])('%s', (line, at, text) => {
    expect(new StampReader(start).read(line)).toMatchObject({ at, text });
  });

  it('move to the next day when the clock starts over', () => {
    const reader = new StampReader(start);
    expect(reader.read('23:59:59 a').at).toEqual(new Date(2026, 3, 16, 23, 59, 59));
    expect(reader.read(' 0:00:01 b').at).toEqual(new Date(2026, 3, 17, 0, 0, 1));
    expect(reader.read(' 9:00:01 c').at).toEqual(new Date(2026, 3, 17, 9, 0, 1));
  });

  it.each(['no stamp', '  indented', '12 monkeys', '', '1234/xx'])('%j bears none', (line) => {
    expect(new StampReader(start).read(line)).toEqual({ at: null, stamp: '', text: line });
  });
});

describe('levels', () => {
  it.each([
    ['Exception code: C0000005 ACCESS_VIOLATION at 1', 'critical', 'crash'],
    ['Error in expression <a b>', 'error', 'script'],
    ["Cannot open file 'x.paa'", 'error', 'content'],
    ['Warning Message: No entry', 'warning', 'content'],
    ['Bob uses modified data file', 'warning', 'player'],
    ['Server: Object 2:15953 not found (message Type_92)', 'debug', 'network'],
    ['Player Bob connecting.', 'info', 'player'],
    ['a harmless Error in the middle of a text', 'info', 'other'],
    ['BattlEye Server: Initialized (v1.240)', 'info', 'battleye'],
  ])('%s', (text, level, category) => {
    expect(classify(text)).toEqual({ level: LEVELS.indexOf(level as 'info'), category });
  });
});

describe('entries', () => {
  it('hold the lines that belong together', () => {
    const builder = new EntryBuilder(start);
    const done = builder.take(
      lines('10:00:00 Error in expression <x = y>', '10:00:00   Error position: <y>', '10:00:00   Error Undefined variable', 'File a.sqf, line 3', '10:00:01 Game started.'),
      0,
    );
    expect(done).toHaveLength(1);
    expect(done[0]).toMatchObject({ level: 3, lines: 4, message: 'Error in expression <x = y>\n  Error position: <y>\n  Error Undefined variable\nFile a.sqf, line 3' });
    expect(builder.flush()[0]).toMatchObject({ message: 'Game started.', category: 'mission' });
  });

  it('count what repeats at once, and only that', () => {
    const builder = new EntryBuilder(start);
    const done = [...builder.take(lines('10:00:00 same', '10:00:00 same', '10:00:00 same', '10:00:00 other', '10:00:00 same'), 0), ...builder.flush()];
    expect(done.map(({ message, repeat }) => [message, repeat])).toEqual([['same', 3], ['other', 1], ['same', 1]]);
    expect(done.at(-1)?.end).toBe(lines('10:00:00 same', '10:00:00 same', '10:00:00 same', '10:00:00 other', '10:00:00 same').at(-1)?.end);
  });

  it('of a log without stamps are single lines', () => {
    const builder = new EntryBuilder(start);
    expect([...builder.take(lines('a', 'b', 'c'), 0), ...builder.flush()].map(({ message }) => message)).toEqual(['a', 'b', 'c']);
  });

  it('are cut and marked when they are too long, and bounded when they never end', () => {
    const builder = new EntryBuilder(start);
    const [long] = builder.take([{ text: `10:00:00 ${'x'.repeat(60_000)}`, offset: 0, end: 1, cut: true }, ...lines('10:00:01 y')], 0);
    expect(long?.message.length).toBeLessThan(8_300);
    expect(long?.message).toMatch(/\[cut\]$/);
    const many = builder.take(lines('10:00:02 start', ...Array.from({ length: 1_000 }, (_, n) => `line ${String(n)}`)), 0);
    expect(many.length).toBeGreaterThan(1);
  });

  it('parse 50,000 lines within a quarter of a second', () => {
    const input = lines(...Array.from({ length: 50_000 }, (_, n) => `2026/04/16, 10:05:23 flood ${String(n)}`));
    // The best of a few: other suites take the processor away.
    const times = Array.from({ length: 4 }, () => {
      const builder = new EntryBuilder(start);
      const begun = performance.now();
      expect(builder.take(input, 0).length + builder.flush().length).toBe(50_000);
      return performance.now() - begun;
    });
    expect(Math.min(...times)).toBeLessThan(250);
  });
});

describe('secrets', () => {
  it.each([
    ['== -port=2302 -password=hunter2 -name=hc1', '== -port=2302 -password=*** -name=hc1'],
    ['RConPassword abc123def', 'RConPassword ***'],
    ['passwordAdmin = "a ""b"" c";', 'passwordAdmin = ***;'],
    ['nothing here', 'nothing here'],
  ])('%s', (text, clean) => {
    expect(redact(text)).toBe(clean);
  });
});

describe('facts in the log', () => {
  it('are performance, mission and Steam ids', () => {
    const live = new LiveStates();
    const signals = new LineSignals(live, settings());
    const steam: unknown[] = [];
    signals.on('steam', (...args) => steam.push(args));
    for (const text of [
      'Server load: FPS 29, memory used: 1535 MB, out: 19 Kbps, in: 4 Kbps, NG:0, G:65, BE-NG:0, BE-G:0, Players: 1 (L:0, R:1, B:0, G:0, D:0)',
      ' Mission file: co10_escape (__cur_mp)',
      ' Mission world: Altis',
      'Player A (b) c connected (id=76561198000000001).',
    ]) signals.read(7, text);
    expect(live.get(7)).toMatchObject({ fps: 29, netOutKbps: 19, netInKbps: 4, mission: 'co10_escape', map: 'Altis' });
    expect(steam).toEqual([[7, 'A (b) c', '76561198000000001']]);
    signals.read(7, 'Waiting for next game.');
    expect(live.get(7).mission).toBeNull();
  });
});

describe('frames that a mod tells', () => {
  it.each([
    ['perf: 42.5 fps', 42.5],
    ['perf: 38,25 fps', 38.25],
    ['perf: -5 fps', null],
    ['perf: lots fps', null],
    ['nothing of it', null],
    [`perf: 40 fps ${'x'.repeat(400)}`, null],
  ])('%s', (line, fps) => {
    const live = new LiveStates();
    new LineSignals(live, settings(String.raw`^perf: (\S+) fps`)).read(1, line);
    expect(live.get(1).fps).toBe(fps);
  });
});
