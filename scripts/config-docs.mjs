// Writes .env.example and config/config.example.yml from the declarations in libs/config (build first).
import { mkdirSync, writeFileSync } from 'node:fs';
import { exampleConfigYml, exampleEnv } from '../libs/config/dist/index.js';

const root = new URL('../', import.meta.url);
mkdirSync(new URL('config/', root), { recursive: true });
writeFileSync(new URL('.env.example', root), exampleEnv());
writeFileSync(new URL('config/config.example.yml', root), exampleConfigYml());
