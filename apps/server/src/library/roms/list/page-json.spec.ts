import { describe, expect, it } from 'vitest';
import type { RomPage } from '../rom.dto.js';
import { pageJson } from './page-json.js';

describe('a page as JSON', () => {
  const ids = [3, 1, 2];
  const page = (name: string): RomPage => ({ items: [{ name }], total: 3, limit: 1, offset: 0, char_index: { a: 0 }, rom_id_index: ids, filter_values: {} }) as unknown as RomPage;

  it('reads back to the page it was, whatever the names are', () => {
    for (const name of ['Ōkami 大神', '"rom_id_index":[]', '}', '💾']) expect(JSON.parse(pageJson(page(name)).toString('utf8'))).toEqual(page(name));
  });

  it('tells an empty list, and one after another', () => {
    expect(JSON.parse(pageJson({ ...page('x'), rom_id_index: [] }).toString())).toMatchObject({ rom_id_index: [] });
    expect(JSON.parse(pageJson({ ...page('x'), rom_id_index: [9] }).toString())).toMatchObject({ rom_id_index: [9] });
  });
});
