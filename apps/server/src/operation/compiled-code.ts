import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import Module from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deserialize, serialize } from 'node:v8';
import { constants, Script } from 'node:vm';
import { crc32 } from 'node:zlib';

/** Compiles the text of a CommonJS module and runs it; what every loader of compiled code replaces, and TypeScript does not know. */
interface Compiling {
  _compile(this: NodeModule, text: string, file: string): unknown;
}
type Wrapped = (this: unknown, exports: unknown, require: NodeRequire, module: NodeModule, file: string, folder: string) => unknown;

const prototype = Module.prototype as unknown as Compiling;
/** Node.js from 22 on does all this by itself. */
const builtIn = Module as { enableCompileCache?: (folder: string) => unknown; flushCompileCache?: () => void };
/** Beside the bundle, so that a new build begins with nothing. */
export const compiledCodeFolder = join(dirname(fileURLToPath(import.meta.url)), 'compiled');

let save: (() => void) | undefined;

/**
 * Keeps in `folder` what V8 made of the server's code, so that the next start need not compile ten megabytes again: a quarter of its
 * time. To be called before the rest of the server is loaded (docs/decisions/0009-bundled-server.md).
 */
export function keepCompiledCode(folder: string): void {
  if (builtIn.enableCompileCache !== undefined) {
    builtIn.enableCompileCache(folder);
    save = () => builtIn.flushCompileCache?.();
    return;
  }
  // V8 refuses what was compiled under other flags; such starts have a file of their own.
  const flags = createHash('sha256').update([process.version, process.arch, ...process.execArgv].join('\n')).digest('hex');
  save = replaceCompile(join(folder, `${flags.slice(0, 16)}.bin`));
}

/** Writes down what this start had to compile; to be called when it has loaded all it needs. Does nothing where the folder can't be written. */
export function saveCompiledCode(): void {
  save?.();
  save = undefined;
}

/** Makes modules run from the code in `file` as far as it is theirs. Gives what writes the rest to it and ends all this. */
function replaceCompile(file: string): () => void {
  const compile = prototype._compile;
  const known = readKnown(file);
  const added = new Map<string, Script>();
  prototype._compile = function (text, filename) {
    // V8 compares no more than the length of the text.
    const key = `${filename} ${text.length} ${crc32(text)}`;
    const cachedData = known.get(key);
    const script = new Script(Module.wrap(text.replace(/^#!.*/, '')), { filename, ...(cachedData && { cachedData }), importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER });
    if (cachedData === undefined || script.cachedDataRejected === true) added.set(key, script);
    const run = script.runInThisContext() as Wrapped;
    return run.call(this.exports, this.exports, requireOf(this), this, filename, dirname(filename));
  };
  return () => {
    prototype._compile = compile;
    if (added.size > 0) write(file, new Map([...known, ...[...added].map(([key, script]) => [key, script.createCachedData()] as const)]));
    known.clear();
    added.clear();
  };
}

function requireOf(module: NodeModule): NodeRequire {
  const { resolve, cache, extensions, main } = Module.createRequire(module.filename);
  return Object.assign((id: string): unknown => module.require(id), { resolve, cache, extensions, main });
}

function readKnown(file: string): Map<string, Buffer> {
  try {
    return deserialize(readFileSync(file)) as Map<string, Buffer>;
  } catch {
    return new Map();
  }
}

/** Several starts may write at once: each file is whole, the last one stays. */
function write(file: string, code: Map<string, Buffer>): void {
  const own = `${file}.${process.pid}`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(own, serialize(code));
    renameSync(own, file);
  } catch {
    // A folder that can't be written costs time at the next start, no more.
  }
}
