import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');

/** What a careless hand might write, by where it would lie. The tree holds these files for as long as the linter runs. */
const planted = {
  'apps/server/src/library/planted-innocent.ts': "import { notFound } from '@rumpus/errors';\nexport const error = notFound('x');\n",
  'apps/server/src/library/planted-other-module.ts': "import { x } from '../music-proxy/planted.js';\nexport const y: unknown = x;\n",
  'libs/config/src/planted-lib-above.ts': "import { x } from '@rumpus/queue';\nexport const y: unknown = x;\n",
  'libs/storage/src/planted-app.ts': "import { x } from '../../../apps/server/src/main.js';\nexport const y: unknown = x;\n",
  'libs/battleye-rcon/src/planted-framework.ts': "import { Injectable } from '@nestjs/common';\nexport const y: unknown = Injectable;\n",
  'apps/server/src/admin/planted-promise.ts': 'export async function work(): Promise<void> {\n  await Promise.resolve();\n}\nwork();\n',
  'apps/server/src/admin/planted-switch.ts': "export function name(kind: 'a' | 'b'): string | undefined {\n  switch (kind) {\n    case 'a':\n      return 'A';\n  }\n  return undefined;\n}\n",
  'apps/server/src/admin/planted-setting.ts': "export const home = process.env['HOME'];\n",
  'apps/server/src/admin/planted-ring-a.ts': "import { b } from './planted-ring-b.js';\nexport const a: unknown = () => b;\n",
  'apps/server/src/admin/planted-ring-b.ts': "import { a } from './planted-ring-a.js';\nexport const b: unknown = () => a;\n",
};

interface Finding {
  code: string;
  filename: string;
}

describe('the linter holds the borders', () => {
  let findings: Finding[];
  beforeAll(() => {
    for (const [path, text] of Object.entries(planted)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    // All at once: the linter learns the types of the whole project each time.
    const result = spawnSync(process.execPath, [join(root, 'node_modules', 'oxlint', 'bin', 'oxlint'), '--type-aware', '--deny-warnings', '--format', 'json', ...Object.keys(planted)], { cwd: root, encoding: 'utf8' });
    findings = (JSON.parse(result.stdout) as { diagnostics: Finding[] }).diagnostics;
  }, 60_000);
  afterAll(() => {
    for (const path of Object.keys(planted)) rmSync(join(root, path), { force: true });
  });

  const rulesOf = (path: keyof typeof planted): string[] => findings.filter(({ filename }) => filename === path).map(({ code }) => code);

  it('lets an innocent file pass', () => {
    expect(rulesOf('apps/server/src/library/planted-innocent.ts')).toEqual([]);
  });

  it.each([
    ['a module that imports another module', 'apps/server/src/library/planted-other-module.ts', 'no-restricted-imports'],
    ['a lib that imports a lib above it', 'libs/config/src/planted-lib-above.ts', 'no-restricted-imports'],
    ['a lib that imports an app', 'libs/storage/src/planted-app.ts', 'no-restricted-imports'],
    ['the framework in a codec', 'libs/battleye-rcon/src/planted-framework.ts', 'no-restricted-imports'],
    ['a promise that nobody waits for', 'apps/server/src/admin/planted-promise.ts', 'no-floating-promises'],
    ['a switch that forgets a case', 'apps/server/src/admin/planted-switch.ts', 'switch-exhaustiveness-check'],
    ['settings read past the config lib', 'apps/server/src/admin/planted-setting.ts', 'no-process-env'],
    ['a ring of imports', 'apps/server/src/admin/planted-ring-a.ts', 'no-cycle'],
  ] as const)('refuses %s', (_what, path, rule) => {
    expect(rulesOf(path).join()).toContain(rule);
  });
});
