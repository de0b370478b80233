import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GrowingFile } from './growing-file.js';

let folder: string;
const opened: GrowingFile[] = [];
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'growing-'))));
afterEach(async () => {
  for (const file of opened.splice(0)) await file.close();
  await rm(folder, { recursive: true });
});

async function growing(from = 0): Promise<GrowingFile> {
  const file = await GrowingFile.open(join(folder, 'a'), from);
  opened.push(file);
  return file;
}

const never = new AbortController().signal;
async function collect(chunks: AsyncGenerator<Buffer>): Promise<string> {
  let text = '';
  for await (const chunk of chunks) text += chunk.toString();
  return text;
}

describe('GrowingFile', () => {
  it('feeds readers that started before, within and after the writing', async () => {
    const file = await growing();
    const early = collect(file.read(0, undefined, never));
    const far = collect(file.read(6, 8, never));
    await file.append(Buffer.from('hello '));
    const tail = collect(file.read(3, undefined, never));
    await file.append(Buffer.from('world'));
    expect(await far).toBe('wor');
    await file.complete();
    expect([await early, await tail]).toEqual(['hello world', 'lo world']);
    expect(file.readers).toBe(0);
  });

  it('keeps the order and every byte over many small writes', async () => {
    const file = await growing();
    const readers = [0, 1000, 99_999].map((start) => collect(file.read(start, undefined, never)));
    const whole = Array.from({ length: 20_000 }, (_, n) => String(n % 10).repeat(10)).join('');
    for (let at = 0; at < whole.length; at += 7777) await file.append(Buffer.from(whole.slice(at, at + 7777)));
    await file.complete();
    expect(await Promise.all(readers)).toEqual([whole, whole.slice(1000), whole.slice(99_999)]);
  });

  it('goes on at a byte and drops what stood behind it', async () => {
    await writeFile(join(folder, 'a'), 'abcdefgh');
    const file = await growing(4);
    await file.append(Buffer.from('XY'));
    await file.complete();
    expect(await readFile(join(folder, 'a'), 'utf8')).toBe('abcdXY');
  });

  it('fails waiting readers with the writer, but not those with enough', async () => {
    const file = await growing();
    const waiting = expect(collect(file.read(0, undefined, never))).rejects.toThrow('cut');
    const enough = collect(file.read(0, 3, never));
    await file.append(Buffer.from('half'));
    file.fail(new Error('cut'));
    expect(await enough).toBe('half');
    await waiting;
  });

  it('lets a reader leave and the others stay', async () => {
    const file = await growing();
    const leave = new AbortController();
    const leaving = expect(collect(file.read(0, undefined, leave.signal))).rejects.toThrow('left');
    const staying = collect(file.read(0, undefined, never));
    leave.abort(new Error('left'));
    await leaving;
    await file.append(Buffer.from('all'));
    await file.complete();
    expect(await staying).toBe('all');
  });

  it('serves readers after the file was renamed', async () => {
    const file = await growing();
    await file.append(Buffer.from('x'.repeat(200_000)));
    const reader = file.read(0, undefined, never);
    await reader.next();
    await file.complete();
    await file.close();
    await rename(join(folder, 'a'), join(folder, 'b'));
    expect((await collect(reader)).length).toBe(200_000 - 65_536);
  });
});
