import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { writeAtomic } from '@rumpus/storage';
import type { ArmaMod, ArmaServerMod } from './mod.entities.js';

/** What a mod's keys are copied as, by the hash of their content. */
type Manifest = Record<string, string>;

const MANIFEST = '.rumpus-keys.json';
const KEY_DEPTH = 3;
const hashOf = (content: Buffer): string => createHash('sha256').update(content).digest('hex');

/** All `*.bikey` files of a mod, wherever it keeps them (`key/`, `Keys/`, `server_keys/` …). */
export async function findKeys(folder: string, depth = KEY_DEPTH): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const found: string[] = [];
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isFile() && extname(entry.name).toLowerCase() === '.bikey') found.push(path);
    else if (entry.isDirectory() && depth > 0 && entry.name.toLowerCase() !== 'addons') found.push(...(await findKeys(path, depth - 1)));
  }
  return found.sort();
}

/** The key folder of a server: what its mods bring is in it, what mods brought that are gone is not. Foreign files stay. */
@Injectable()
export class KeyFolder {
  /** Copies the keys of client and optional mods, and removes those of mods that left the list. */
  async sync(folder: string, mods: readonly (Pick<ArmaMod, 'folder_path'> & Pick<ArmaServerMod, 'kind'>)[]): Promise<void> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const path = join(folder, MANIFEST);
    const before = await readManifest(path);
    const after: Manifest = {};
    for (const { folder_path: source } of mods.filter(({ kind }) => kind !== 'server')) {
      for (const key of await findKeys(source)) await this.copy(folder, key, after);
    }
    for (const name of Object.keys(before)) if (after[name] === undefined) await rm(join(folder, name), { force: true });
    await writeAtomic(path, JSON.stringify(after, null, 2));
  }

  /** Two mods may bring different keys of the same name: both are kept. */
  private async copy(folder: string, source: string, manifest: Manifest): Promise<void> {
    const content = await readFile(source);
    const hash = hashOf(content);
    const plain = basename(source).toLowerCase();
    const name = manifest[plain] === undefined || manifest[plain] === hash ? plain : `${plain.slice(0, -'.bikey'.length)}_${hash.slice(0, 8)}.bikey`;
    manifest[name] = hash;
    await writeAtomic(join(folder, name), content);
  }
}

async function readManifest(path: string): Promise<Manifest> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Manifest;
  } catch {
    return {};
  }
}
