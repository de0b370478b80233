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
  return root;
}
