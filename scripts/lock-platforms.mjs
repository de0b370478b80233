// `npm run lock:platforms`: completes package-lock.json with the packages of other platforms.
// npm leaves optional packages out of the lock when the registry it talks to does not carry them (a mirror for one platform),
// and `npm ci` then refuses the lock everywhere. What is missing can be told from the package that asks for it: it names the
// exact version, and the package's name says for which system it is.
import { readFileSync, writeFileSync } from 'node:fs';

const file = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(file, 'utf8'));

const systems = ['darwin', 'win32', 'linux', 'freebsd', 'android', 'openharmony', 'openbsd', 'netbsd', 'sunos', 'aix'];
const processors = ['x64', 'arm64', 'arm', 'ia32', 'ppc64', 's390x', 'riscv64', 'loong64', 'mips64el', 'wasm32'];

/** `@swc/core-linux-arm64-musl` → `{ os: ['linux'], cpu: ['arm64'], libc: ['musl'] }`. */
function platformOf(name) {
  const words = name.split(/[/-]/);
  const os = systems.filter((system) => words.includes(system));
  const cpu = processors.filter((processor) => words.includes(processor));
  const libc = words.some((word) => word.startsWith('musl')) ? ['musl'] : words.some((word) => word.startsWith('gnu')) ? ['glibc'] : [];
  if (os.length === 0 && cpu.length === 0) return undefined;
  return { ...(cpu.length > 0 ? { cpu } : {}), ...(libc.length > 0 && os.includes('linux') ? { libc } : {}), ...(os.length > 0 ? { os } : {}) };
}

const missing = Object.values(lock.packages).flatMap((entry) =>
  Object.entries(entry.optionalDependencies ?? {})
    .filter(([name, version]) => lock.packages[`node_modules/${name}`] === undefined && /^\d+\.\d+\.\d+$/.test(version))
    .map(([name, version]) => ({ name, version, dev: entry.dev === true, platform: platformOf(name) })),
);
for (const { name, version, dev, platform } of missing) {
  if (platform === undefined) continue;
  lock.packages[`node_modules/${name}`] = { version, ...(dev ? { dev: true } : {}), optional: true, ...platform };
}
const [root, ...others] = Object.entries(lock.packages);
lock.packages = Object.fromEntries([root, ...others.toSorted(([a], [b]) => a.localeCompare(b, 'en'))]);
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`added ${missing.length} packages of other platforms`);
