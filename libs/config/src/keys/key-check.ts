import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Sealer, SealError } from './sealer.js';

const place = 'keys|encryption-check';

/**
 * Whether the key is the one that this data folder's secrets were sealed with (arma-servers spec §9.3): a wrong key
 * has to show at the start, not when a secret is needed at night. The first start leaves a sealed word to check by.
 */
export function isRightKey(folder: string, key: string): boolean {
  const file = join(folder, 'encryption-check');
  const sealer = new Sealer(key);
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(file, `${sealer.seal('rumpus', place)}\n`, { mode: 0o600 });
    return true;
  }
  try {
    return sealer.open(readFileSync(file, 'utf8').trim(), place) === 'rumpus';
  } catch (error) {
    if (error instanceof SealError) return false;
    throw error;
  }
}
