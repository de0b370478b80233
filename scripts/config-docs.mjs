// Writes what follows from the settings: libs/config/src/pending.ts, .env.example and config/config.example.yml.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './lib/steps.mjs';
import { unreadSettings } from './lib/unread-settings.mjs';

const built = () => import(`../libs/config/dist/index.js?at=${Date.now()}`);
const { settingNames } = await built();
const file = join(root, 'libs/config/src/pending.ts');
const text = readFileSync(file, 'utf8');
const list = unreadSettings(settingNames).map((name) => `  '${name}',\n`).join('');
const changed = text.replace(/new Set\(\[\n[^]*?\]\)/, `new Set([\n${list}])`);
if (changed !== text) {
  writeFileSync(file, changed);
  // The example files say which settings are pending, so they need the new list: once more in a fresh process.
  process.exit(spawnSync('npm', ['run', '-s', 'config:docs'], { cwd: root, stdio: 'inherit' }).status ?? 1);
}
const { exampleConfigYml, exampleEnv } = await built();
mkdirSync(join(root, 'config'), { recursive: true });
writeFileSync(join(root, '.env.example'), exampleEnv());
writeFileSync(join(root, 'config/config.example.yml'), exampleConfigYml());
