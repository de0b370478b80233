import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const planted: string[] = [];

/** Writes a file into the tree for as long as the test runs, and lints just that file. */
function lint(path: string, text: string): string {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  planted.push(file);
  const result = spawnSync(process.execPath, [join(root, 'node_modules', 'oxlint', 'bin', 'oxlint'), '--type-aware', '--deny-warnings', path], { cwd: root, encoding: 'utf8' });
  return result.status === 0 ? 'clean' : result.stdout;
}

describe('the linter holds the borders', () => {
  afterEach(() => {
    for (const file of planted.splice(0)) rmSync(file, { force: true });
  });

  it('lets an innocent file pass', () => {
    expect(lint('apps/server/src/library/planted-a.ts', "import { notFound } from '@rumpus/errors';\nexport const error = notFound('x');\n")).toBe('clean');
  });

  it('refuses a module that imports another module', () => {
    expect(lint('apps/server/src/library/planted-b.ts', "import { x } from '../music-proxy/planted.js';\nexport const y: unknown = x;\n")).toContain('no-restricted-imports');
  });

  it('refuses a lib that imports an app or a lib above it', () => {
    expect(lint('libs/config/src/planted-c.ts', "import { x } from '@rumpus/queue';\nexport const y: unknown = x;\n")).toContain('no-restricted-imports');
    expect(lint('libs/storage/src/planted-d.ts', "import { x } from '../../../apps/server/src/main.js';\nexport const y: unknown = x;\n")).toContain('no-restricted-imports');
  });

  it('keeps the codecs free of the framework', () => {
    expect(lint('libs/battleye-rcon/src/planted-e.ts', "import { Injectable } from '@nestjs/common';\nexport const y: unknown = Injectable;\n")).toContain('no-restricted-imports');
  });

  it('refuses a promise that nobody waits for', () => {
    expect(lint('apps/server/src/admin/planted-f.ts', 'export async function work(): Promise<void> {\n  await Promise.resolve();\n}\nwork();\n')).toContain('no-floating-promises');
  });

  it('refuses a switch that forgets a case', () => {
    const text = "export function name(kind: 'a' | 'b'): string | undefined {\n  switch (kind) {\n    case 'a':\n      return 'A';\n  }\n  return undefined;\n}\n";
    expect(lint('apps/server/src/admin/planted-g.ts', text)).toContain('switch-exhaustiveness-check');
  });

  it('refuses settings read past the config lib', () => {
    expect(lint('apps/server/src/admin/planted-h.ts', "export const home = process.env['HOME'];\n")).toContain('no-process-env');
  });

  it('refuses a ring of imports', () => {
    planted.push(join(root, 'apps/server/src/admin/planted-j.ts'));
    mkdirSync(join(root, 'apps/server/src/admin'), { recursive: true });
    writeFileSync(join(root, 'apps/server/src/admin/planted-j.ts'), "import { i } from './planted-i.js';\nexport const j: unknown = () => i;\n");
    expect(lint('apps/server/src/admin/planted-i.ts', "import { j } from './planted-j.js';\nexport const i: unknown = () => j;\n")).toContain('no-cycle');
  });
});
