import { describe, expect, it } from 'vitest';
import { nameFromBytes } from '../paths/raw-names.js';
import { contentDisposition, percentEncode, percentEncodePath } from './content-disposition.js';

describe('contentDisposition', () => {
  it('encodes the name in both spellings', () => {
    expect(contentDisposition('attachment', 'Ōkami (Japan).iso')).toBe(
      `attachment; filename*=UTF-8''%C5%8Ckami%20%28Japan%29.iso; filename="%C5%8Ckami%20%28Japan%29.iso"`,
    );
  });

  it('lets no quote, line break or control character through', () => {
    expect(contentDisposition('inline', 'a"\r\nSet-Cookie: x=1;\u0000')).toMatch(/^inline; filename\*=UTF-8''[\w%.~-]+; filename="[\w%.~-]+"$/);
  });
});

describe('percentEncode', () => {
  it('survives names that were not valid Unicode', () => {
    expect(percentEncode('bad\uD800name')).toBe('bad%EF%BF%BDname');
  });

  it('keeps the bytes of a path that was not UTF-8', () => {
    expect(percentEncodePath(`roms/${nameFromBytes(Buffer.from([0x70, 0xe9, 0x20]))}`)).toBe('roms/p%E9%20');
  });

  it('keeps the slashes of a path only when told so', () => {
    expect(percentEncodePath('roms/gb a/x.gba')).toBe('roms/gb%20a/x.gba');
    expect(percentEncode('roms/gba')).toBe('roms%2Fgba');
  });
});
