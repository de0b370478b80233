// Which settings no code reads: their property name appears nowhere outside of libs/config. A word that other code uses as well counts as read.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './steps.mjs';

/** Read inside of libs/config itself. */
const readByConfig = new Set(['CONFIG_FILE', 'ENCRYPTION_KEY']);

/** @param {readonly { name: string, env: string }[]} settings @returns {string[]} their environment names, sorted */
export function unreadSettings(settings) {
  const words = new Set([...sources('apps/server/src'), ...sources('libs')].flatMap((text) => text.match(/\b[A-Za-z]+\b/g) ?? []));
  return settings.filter(({ name, env }) => !words.has(name) && !readByConfig.has(env)).map(({ env }) => env).toSorted();
}

function sources(folder) {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts') && !/(^|\/)(node_modules|dist)\//.test(file) && !file.startsWith('config/'))
    .map((file) => readFileSync(join(root, folder, file), 'utf8'));
}
