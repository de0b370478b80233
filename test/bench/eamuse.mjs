/** `npm run bench:eamuse`: prints tables for people and one JSON line for machines. Build first. `-- rates`, `-- scan`, `-- codec` run a part. */
import { benchCodec } from './eamuse/codec.mjs';
import { benchRates, benchWhileScanning } from './eamuse/server.mjs';

const parts = { codec: benchCodec, rates: benchRates, scan: benchWhileScanning };
const chosen = process.argv.slice(2);
const results = {};
for (const [name, run] of Object.entries(parts)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  results[name] = await run();
  console.table(results[name]);
}
console.log(JSON.stringify({ bench: 'eamuse', node: process.version, ...results }));
