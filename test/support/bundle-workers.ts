import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';

const here = new URL('../..', import.meta.url).pathname;

/**
 * Compiles worker scripts from their sources, so that unit tests run real threads without a build.
 * Answers the folder's URL; each script lies in it under its name.
 */
export async function bundleWorkers(scripts: Record<string, URL>): Promise<URL> {
  // Inside the checkout, so that the scripts find the packages they import.
  const cache = join(here, 'node_modules', '.cache');
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'workers-'));
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  const bundle = await rolldown({
    input: Object.fromEntries(Object.entries(scripts).map(([name, url]) => [name, url.pathname])),
    platform: 'node',
    external: (id) => !id.startsWith('.') && !id.startsWith('/') && !id.startsWith('@rumpus/'),
    resolve: { alias: Object.fromEntries(['errors', 'storage'].map((lib) => [`@rumpus/${lib}`, `${here}libs/${lib}/src/index.ts`])), extensionAlias: { '.js': ['.ts', '.js'] } },
    logLevel: 'silent',
  });
  await bundle.write({ dir: folder, format: 'esm', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' });
  await bundle.close();
  return pathToFileURL(`${folder}/`);
}
