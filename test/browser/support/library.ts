import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SampleGame {
  readonly platform: string;
  readonly file: string;
  readonly bytes: Buffer;
}

/** Bytes that are the same in each run and differ from game to game. */
function bytesOf(name: string, size: number): Buffer {
  const block = createHash('sha512').update(name).digest();
  return Buffer.alloc(size, block);
}

const chunk = (id: string, content: Buffer): Buffer => {
  const head = Buffer.from(`${id}    `, 'latin1');
  head.writeUInt32LE(content.length, 4);
  return Buffer.concat([head, content, Buffer.alloc(content.length % 2)]);
};

/** Some seconds of a tone as a WAV file with tags: 8000 samples a second, one byte each. */
function wave(tags: Readonly<Record<string, string>>, seconds: number): Buffer {
  const format = Buffer.from([1, 0, 1, 0, 0x40, 0x1f, 0, 0, 0x40, 0x1f, 0, 0, 1, 0, 8, 0]);
  const samples = Buffer.from(Array.from({ length: 8000 * seconds }, (_, i) => 128 + Math.round(40 * Math.sin(i / 3))));
  const info = Object.entries(tags).map(([id, text]) => chunk(id, Buffer.from(`${text}\0`, 'latin1')));
  return chunk('RIFF', Buffer.concat([Buffer.from('WAVE'), chunk('fmt ', format), chunk('LIST', Buffer.concat([Buffer.from('INFO'), ...info])), chunk('data', samples)]));
}

const NAMES: readonly (readonly [platform: string, file: string])[] = [
  ['snes', 'Amber Quest (USA).sfc'],
  ['snes', 'Brick Saga (Europe) (Rev 1).sfc'],
  ['snes', 'Cobalt Racer (Japan) (En,Ja).sfc'],
  ['snes', '1001 Puzzles (World).sfc'],
  ['gba', 'Dune Tactics (USA, Europe).gba'],
  ['gba', 'Ember Garden (Japan) [T-En by Nobody].gba'],
  ['gba', 'Field Heroes (Germany).gba'],
  ['nes', 'Glass Tower (USA) (Beta).nes'],
  ['nes', 'Harbour Run (World) (Unl).nes'],
  ['genesis', 'Island Drift (Europe).md'],
];

export const SAMPLE_GAMES: readonly SampleGame[] = NAMES.map(([platform, file], index) => ({ platform, file, bytes: bytesOf(file, 20_000 + index * 3_333) }));

/** A library of structure A with a few small games and one of several files. Returns its folder. */
export async function sampleLibrary(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'rumpus-browser-library-'));
  for (const { platform, file, bytes } of SAMPLE_GAMES) {
    await mkdir(join(root, 'roms', platform), { recursive: true });
    await writeFile(join(root, 'roms', platform, file), bytes);
  }
  const discs = join(root, 'roms', 'psx', 'Jade Circuit (USA)');
  await mkdir(discs, { recursive: true });
  await writeFile(join(discs, 'Jade Circuit (USA) (Disc 1).bin'), bytesOf('disc 1', 50_000));
  await writeFile(join(discs, 'Jade Circuit (USA) (Disc 2).bin'), bytesOf('disc 2', 60_000));
  await mkdir(join(discs, 'soundtrack'));
  await writeFile(join(discs, 'soundtrack', '01.wav'), wave({ INAM: 'Harbour Theme', IART: 'The Samples', IPRD: 'Jade Circuit Sounds' }, 3));
  return root;
}
