import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const PLATFORMS = ['3do', 'amiga', 'arcade', 'atari2600', 'c64', 'dos', 'gamegear', 'gb', 'gba', 'gbc', 'genesis', 'lynx', 'n64', 'nes', 'snes'];
const REGIONS = ['(USA)', '(Europe) (En,Fr,De)', '(Japan)', '(World) (Rev 1)', '(USA, Europe) [!]'];

/** Bytes that are the same at every run and don't compress. */
function bytes(seed, size) {
  const parts = [];
  for (let i = 0, left = size; left > 0; i++, left -= 20) parts.push(createHash('sha1').update(`${seed}/${i}`).digest());
  return Buffer.concat(parts).subarray(0, size);
}

/** `count` small games spread over 15 platforms, one in ten in a zip, one in twenty in a folder of its own. */
export function smallGames(root, count, size = 4096) {
  const names = Array.from({ length: count }, (_, i) => ({ i, platform: PLATFORMS[i % PLATFORMS.length], name: `Game ${String(i).padStart(6, '0')} ${REGIONS[i % REGIONS.length]}` }));
  for (const platform of PLATFORMS) mkdirSync(join(root, 'roms', platform), { recursive: true });
  for (const { i, platform, name } of names) {
    const folder = join(root, 'roms', platform);
    if (i % 20 === 7) {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, `${name}.bin`), bytes(i, size));
      writeFileSync(join(folder, name, `${name}.cue`), `FILE "${name}.bin" BINARY\n`);
    } else if (i % 10 === 3) {
      writeFileSync(join(folder, `${name}.rom`), bytes(i, size));
      execFileSync('zip', ['-qmX', `${name}.zip`, `${name}.rom`], { cwd: folder });
    } else {
      writeFileSync(join(folder, `${name}.rom`), bytes(i, size));
    }
  }
}

/** `count` files of 16 bytes on 15 platforms. */
export function tinyFiles(root, count) {
  for (const platform of PLATFORMS) mkdirSync(join(root, 'roms', platform), { recursive: true });
  for (let i = 0; i < count; i++) writeFileSync(join(root, 'roms', PLATFORMS[i % PLATFORMS.length], `Game ${i} ${REGIONS[i % REGIONS.length]}.rom`), `content ${i}`);
}

/** `count` folders with a file each on one platform. */
export function folders(root, count) {
  mkdirSync(join(root, 'roms/psx'), { recursive: true });
  for (let i = 0; i < count; i++) {
    mkdirSync(join(root, 'roms/psx', `Game ${i}`));
    writeFileSync(join(root, 'roms/psx', `Game ${i}`, 'disc.bin'), 'x');
  }
}

/** One large file that doesn't compress. */
export function largeFile(path, megabytes) {
  const block = bytes('large', 1024 * 1024);
  const fd = openSync(path, 'w');
  for (let i = 0; i < megabytes; i++) {
    block.writeUInt32LE(i, 0);
    writeSync(fd, block);
  }
  closeSync(fd);
}
