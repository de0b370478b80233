import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KeyFolder } from './key-folder.js';
import { checkModFolder, inspectMod } from './mod-folder.js';
import { readPreset, writePreset } from './preset.js';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'mods-'));
});
afterEach(() => rm(root, { recursive: true }));

async function mod(name: string, files: Record<string, string>): Promise<string> {
  const folder = join(root, name);
  await mkdir(join(folder, 'addons'), { recursive: true });
  for (const [path, content] of Object.entries(files)) {
    await mkdir(join(folder, path, '..'), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  return folder;
}

describe('a mod’s folder', () => {
  it('tells name, author, workshop id, keys, signatures and case', async () => {
    const folder = await mod('@cba', {
      'mod.cpp': '\ufeffname = "Community ""Base"" Addons";\nauthor = "CBA";\n',
      'meta.cpp': 'protocol = 1;\npublishedId = 450814997;\nname = "CBA_A3";\ntimestamp = 5247837485634637463;\n',
      'addons/a.pbo': 'x',
      'addons/a.pbo.cba.bisign': 'x',
      'addons/b.pbo': 'x',
      'Keys/CBA.bikey': 'key',
    });
    expect(await inspectMod(folder)).toMatchObject({ display_name: 'Community "Base" Addons', author: 'CBA', workshop_id: '450814997', signed: 'partly', lower_case_ok: false, keys: [{ file: 'CBA.bikey' }] });
  });

  it('with broken files still is one', async () => {
    const folder = await mod('@x', { 'mod.cpp': 'name = "open;', 'addons/a.pbo': '' });
    expect(await inspectMod(folder)).toMatchObject({ display_name: null, signed: 'none', lower_case_ok: true });
  });

  it('outside of the roots, through a link, without addons or absent is refused', async () => {
    const folder = await mod('@ok', {});
    expect(await checkModFolder(folder, [root])).toBe(folder);
    await symlink('/etc', join(root, '@link'));
    await mkdir(join(root, 'empty'));
    await mod('@semi;colon', {});
    for (const [path, code] of [['/etc', 'PATH_NOT_ALLOWED'], [join(root, '@link'), 'PATH_NOT_ALLOWED'], [join(root, 'empty'), 'MOD_FOLDER_MISSING'], [join(root, 'no'), 'MOD_FOLDER_MISSING'], [join(root, '@semi;colon'), 'PATH_NOT_ALLOWED']] as const) {
      await expect(checkModFolder(path, [root])).rejects.toMatchObject({ code });
    }
  });
});

describe('the key folder', () => {
  it('gets the keys of client mods, keeps two of one name apart, and loses those of mods that left', async () => {
    const [a, b, c] = [await mod('@a', { 'keys/same.bikey': '1' }), await mod('@b', { 'KEYS/Same.bikey': '2' }), await mod('@c', { 'key/secret.bikey': '3' })];
    const keys = join(root, 'server-keys');
    const folder = new KeyFolder();
    await mkdir(keys);
    await writeFile(join(keys, 'own.bikey'), 'of the operator');
    await folder.sync(keys, [{ folder_path: a, kind: 'client' }, { folder_path: b, kind: 'optional' }, { folder_path: c, kind: 'server' }]);
    expect((await readdir(keys)).filter((name) => name.endsWith('.bikey'))).toEqual(['own.bikey', 'same.bikey', expect.stringMatching(/^same_[0-9a-f]{8}\.bikey$/)]);
    await folder.sync(keys, []);
    expect((await readdir(keys)).filter((name) => name.endsWith('.bikey'))).toEqual(['own.bikey']);
  });
});

describe('launcher presets', () => {
  const preset = { name: 'Op "Friday" <1>', mods: [{ name: 'CBA & <ACE>', workshop_id: '450814997' }, { name: "it's local", workshop_id: null }] };

  it('come back as they went out', () => {
    expect(readPreset(writePreset(preset))).toEqual(preset);
    expect(writePreset(preset)).not.toContain('<ACE>');
  });

  it('of the launcher are read, and scripts in them are nothing', () => {
    const html = `<html><head><meta name="arma:PresetName" content="P"/><script>document.write('<tr data-type="ModContainer">')</script></head><body><table>
      <tr data-type="ModContainer"><td data-type="DisplayName">ACE <script>alert(1)</script></td><td><a href="http://steamcommunity.com/sharedfiles/filedetails/?id=463939057" data-type="Link">x</a></td></tr>
      <tr data-type="ModContainer"><td data-type="DisplayName">&lt;b&gt; &amp;amp;</td><td><a href="javascript:alert(1)" data-type="Link">x</a></td></tr></table>`;
    expect(readPreset(html).mods).toEqual([{ name: 'ACE', workshop_id: '463939057' }, { name: '<b> &amp;', workshop_id: null }]);
  });

  it('of two megabytes take no time', () => {
    const begun = performance.now();
    readPreset('<tr data-type="ModContainer">'.repeat(70_000));
    readPreset(`<meta name="arma:PresetName" content="${'x'.repeat(2_000_000)}`);
    expect(performance.now() - begun).toBeLessThan(1_000);
  });
});
