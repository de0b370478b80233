/** `npm run bench:eamuse`: prints tables for people and one JSON line for machines. Build first. */
import { benchCodec } from './eamuse/codec.mjs';
import { benchServer } from './eamuse/server.mjs';

const results = { codec: benchCodec(), server: await benchServer() };
console.table(results.codec);
console.table(results.server);
console.log(JSON.stringify({ bench: 'eamuse', node: process.version, ...results }));
