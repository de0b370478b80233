/** `npm run bench:eamuse`: prints a table for people and one JSON line for machines. */
import { benchCodec } from './eamuse/codec.mjs';

const results = { codec: benchCodec() };
console.table(results.codec);
console.log(JSON.stringify({ bench: 'eamuse', node: process.version, ...results }));
