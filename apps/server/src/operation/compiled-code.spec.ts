import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keepCompiledCode, saveCompiledCode } from './compiled-code.js';

/** Newer ones do all this by themselves, in one folder for each process. */
const builtIn = 'enableCompileCache' in Module;

describe.skipIf(builtIn)('compiled code that is kept on Node.js 20', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'rumpus-compiled-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Loads a module as one start of the server would. */
  function start(text: string, into = join(folder, 'compiled')): unknown {
    const file = join(folder, 'module.cjs');
    writeFileSync(file, text);
    const load = createRequire(file);
    keepCompiledCode(into);
    try {
      return load(file);
    } finally {
      saveCompiledCode();
      // The next start is a process of its own.
      delete load.cache[file];
    }
  }

  it('gives the same module again', () => {
    const text = '#!/usr/bin/env node\nconst { sep } = require("node:path");\nmodule.exports = { sep, file: __filename, resolved: require.resolve("./module.cjs"), same: this === exports };';
    const expected = { sep: '/', file: join(folder, 'module.cjs'), resolved: join(folder, 'module.cjs'), same: true };
    expect(start(text)).toEqual(expected);
    expect(start(text)).toEqual(expected);
    expect(readdirSync(join(folder, 'compiled')).length).toBeGreaterThan(0);
  });

  it('is not taken for a text of the same length', () => {
    expect(start('module.exports = () => "one";')).toSatisfy((give: () => string) => give() === 'one');
    expect(start('module.exports = () => "two";')).toSatisfy((give: () => string) => give() === 'two');
  });

  it('is done without where it is broken or can’t be written', () => {
    start('module.exports = 1;');
    for (const name of readdirSync(join(folder, 'compiled'))) writeFileSync(join(folder, 'compiled', name), 'rubbish');
    expect(start('module.exports = 1;')).toBe(1);
    expect(start('module.exports = 2;', '/dev/null/compiled')).toBe(2);
  });
});
