import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { withDefaults } from '../../dispatch/call.js';
import { Doc, type DocValue } from '../../store/document.js';
import { characterMask } from './characters.js';
import { bishiName } from './name.js';
import { bishiSettings, settingsText } from './settings.js';

interface Vectors {
  settings: { config: Record<string, DocValue>; strdata1: string }[];
  unlock: { stored: string; games: string[]; force: boolean; sent: string }[];
}
const vectors = JSON.parse(readFileSync(new URL('../../../../../../test/fixtures/eamuse/bishi-vectors.json', import.meta.url), 'utf8')) as Vectors;

describe('The★BishiBashi', () => {
  it('writes its settings as the published examples', () => {
    for (const { config, strdata1 } of vectors.settings) expect(settingsText(withDefaults(new Doc(config), bishiSettings)).toString('base64')).toBe(strdata1);
  });

  it('never fails over a Japanese announcement', () => {
    expect(settingsText(new Doc({ big_announcement: '香港😀' })).subarray(0, 7)).toEqual(Buffer.from([0x43, 0x4d, 0x3d, 0x8d, 0x81, 0x8d, 0x60]));
  });

  it('unlocks characters as the published examples, and sends what is no number as it stands', () => {
    for (const { stored, games, force, sent } of vectors.unlock) expect(characterMask(stored, new Set(games), force)).toBe(sent.startsWith('ERR') ? undefined : sent);
  });

  it('spells names as the cabinet does', () => {
    expect(bishiName('Abc-1~')).toBe('ＡＢＣ−１〜');
    expect(bishiName('100%')).toBe('１００％');
    for (const bad of ['', 'sevenchars'.slice(0, 7), '漢字', 'a\n']) expect(bishiName(bad)).toBeUndefined();
  });
});
