import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readDescription } from './description.js';
import { unpackLzss } from './lzss.js';
import { missionName } from './mission-name.js';
import { readPbo, readPboText } from './pbo.js';

/** The smallest mission there is (arma-servers spec §8.1). */
const MINIMAL = Buffer.from(
  '00737265560000000000000000000000000000000070726f64756374007465737400006d697373696f6e2e73716d00000000000000000000000000000000000b00000000000000000000000000000000000000000000000076657273696f6e3d35343b0047bf18920f48661cd68d30f1c64e83057a1cfeac',
  'hex',
);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pbo-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(bytes: Buffer): ReturnType<typeof readPbo> {
  const path = join(folder, 'x.pbo');
  await writeFile(path, bytes);
  return readPbo(path);
}

interface Item {
  name: string;
  data: Buffer;
  method?: number;
  original?: number;
  claimed?: number;
}
function pack(items: readonly Item[]): Buffer {
  const fields = (...values: number[]): Buffer => {
    const bytes = Buffer.alloc(20);
    values.forEach((value, index) => bytes.writeUInt32LE(value, index * 4));
    return bytes;
  };
  const head = items.map(({ name, data, method = 0, original = 0, claimed }) => Buffer.concat([Buffer.from(`${name}\0`), fields(method, original, 0, 0, claimed ?? data.length)]));
  const content = Buffer.concat([...head, Buffer.from('\0'), fields(0, 0, 0, 0, 0), ...items.map(({ data }) => data)]);
  return Buffer.concat([content, Buffer.from([0]), createHash('sha1').update(content).digest()]);
}

describe('PBO archives', () => {
  it('are read with properties, entries and checksum', async () => {
    const archive = await read(MINIMAL);
    expect(archive).toMatchObject({ checksumOk: true, size: 120, properties: { product: 'test' }, entries: [{ name: 'mission.sqm', size: 11, method: 0 }] });
    expect(await readPboText(join(folder, 'x.pbo'), archive, 'mission.sqm')).toBe('version=54;');
  });

  it('without a checksum, or changed after packing, are told apart', async () => {
    expect((await read(MINIMAL.subarray(0, 99))).checksumOk).toBeNull();
    const changed = Buffer.from(MINIMAL);
    changed[90] = 0x58;
    expect((await read(changed)).checksumOk).toBe(false);
  });

  it.each([
    ['cut short', MINIMAL.subarray(0, 110)],
    ['with something behind', Buffer.concat([MINIMAL, Buffer.from('x')])],
    ['that is a zip', Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(200, 65)])],
    ['of nothing', Buffer.alloc(100)],
    ['too small', Buffer.alloc(10)],
    ['that claims more than it holds', pack([{ name: 'mission.sqm', data: Buffer.from('version=1;'), claimed: 4_000_000_000 }])],
    ['that leads out of its folder', pack([{ name: '..\\..\\evil.sqf', data: Buffer.from('x'.repeat(50)) }])],
    ['with an absolute name', pack([{ name: 'C:\\evil.sqf', data: Buffer.from('x'.repeat(50)) }])],
    ['with an endless name', Buffer.concat([Buffer.alloc(5_000, 65), Buffer.alloc(100)])],
    ['with more entries than sense', pack(Array.from({ length: 20_001 }, (_, n) => ({ name: `f${String(n)}`, data: Buffer.alloc(0) })))],
  ])('%s are refused', async (_, bytes) => {
    await expect(read(bytes)).rejects.toMatchObject({ code: 'BAD_PBO' });
  });

  it('with packed files are read too', async () => {
    // "abcabcabcabc": three literals, then nine bytes from three back; flags 0b111 means three literals.
    const sum = Buffer.alloc(4);
    sum.writeUInt32LE((97 + 98 + 99) * 4);
    const packed = Buffer.concat([Buffer.from([0b0000_0111, 97, 98, 99, 3, 0x06]), sum]);
    const archive = await read(pack([{ name: 'description.ext', data: packed, method: 0x43707273, original: 12 }, { name: 'mission.sqm', data: Buffer.from('x'.repeat(40)) }]));
    expect(await readPboText(join(folder, 'x.pbo'), archive, 'description.ext')).toBe('abcabcabcabc');
    expect(unpackLzss(packed.subarray(0, 7), 12)).toBeUndefined();
    packed[1] = 98;
    expect(unpackLzss(packed, 12)).toBeUndefined();
  });
});

describe('mission names', () => {
  it.each([
    ['co10_Escape.Altis.pbo', 'co10_escape.altis.pbo', 'co10_escape', 'altis'],
    ['co10.escape.altis.pbo', 'co10.escape.altis.pbo', 'co10.escape', 'altis'],
    ['my%20mission [v1].vr.pbo', 'my%20mission [v1].vr.pbo', 'my%20mission [v1]', 'vr'],
    ['../../../etc/x.altis.pbo', 'x.altis.pbo', 'x', 'altis'],
    ['C:\\temp\\x.altis.pbo', 'x.altis.pbo', 'x', 'altis'],
  ])('%s', (uploaded, filename, mission, terrain) => {
    expect(missionName(uploaded, 'linux')).toEqual({ filename, mission, terrain });
  });

  it.each(['x.pbo', '.altis.pbo', 'x.altis.zip', 'x..pbo', 'con.altis.pbo', 'x.altis .pbo', 'a\u0000.altis.pbo', 'x"; y.altis.pbo', `${'x'.repeat(130)}.altis.pbo`, ''])('%j is refused', (uploaded) => {
    expect(() => missionName(uploaded)).toThrow(expect.objectContaining({ code: 'BAD_FILENAME' }) as Error);
  });
});

describe('descriptions', () => {
  it('give parameters, players and title', () => {
    expect(
      readDescription(
        '#include "x.hpp"\nonLoadName = "Escape";\nauthor = "N";\nclass Header { gameType = Coop; minPlayers = 1; maxPlayers = 10; };\nclass Params {\n class Time { title = "Time of day"; values[] = {6, 12}; texts[] = {"Dawn", "Noon"}; default = 12; };\n};',
      ),
    ).toEqual({
      title: 'Escape',
      author: 'N',
      game_type: 'Coop',
      min_players: 1,
      max_players: 10,
      params: [{ name: 'Time', title: 'Time of day', values: [6, 12], texts: ['Dawn', 'Noon'], default: 12 }],
      warning: expect.stringContaining('Included') as string,
    });
  });

  it('that can’t be read say why', () => {
    expect(readDescription('class X {')).toMatchObject({ params: [], warning: expect.stringContaining('line 1') as string });
  });
});
