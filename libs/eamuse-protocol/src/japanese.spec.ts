import { describe, expect, it } from 'vitest';
import { japanese } from './japanese.js';

const bytesOf = (hex: string): Buffer => Buffer.from(hex, 'hex');
const decode = (name: 'shift-jis' | 'euc-jp', hex: string): string => japanese(name).decode(bytesOf(hex), 0, hex.length / 2);
const encode = (name: 'shift-jis' | 'euc-jp', text: string): string => japanese(name).encode(text).toString('hex');

describe('code page 932', () => {
  it('reads and writes every width, half-width katakana and IBM\'s characters', () => {
    expect(decode('shift-jis', '41b183518381815bfa40ed40')).toBe('Aｱゲー\u2170纊'.replace('ー', 'メー'));
    expect(encode('shift-jis', 'Aｱゲメー\u2170纊')).toBe('41b183518381815bfa40fa5c');
  });

  it('comes back unchanged for every character it has', () => {
    const charset = japanese('shift-jis');
    for (let unit = 1; unit < 0x1_0000; unit++) {
      const text = String.fromCharCode(unit);
      const bytes = charset.encode(text);
      if (bytes.length === 1 && bytes[0] === 0x3f) continue;
      expect(charset.decode(bytes, 0, bytes.length)).toBe(text === '¥' ? '\\' : text === '‾' ? '~' : text);
    }
  });

  it('gives U+FFFD for what means nothing, and goes on with the next byte', () => {
    expect(decode('shift-jis', '81ff41')).toBe('\uFFFD\uFFFDA');
    expect(decode('shift-jis', '8141ff81')).toBe('、\uFFFD\uFFFD');
    expect(encode('shift-jis', '😀é漢')).toBe('3f3f8abf');
  });
});

describe('EUC-JP', () => {
  it('reads and writes its three sets', () => {
    expect(decode('euc-jp', '418eb1a5b28fb0a1a1c1')).toBe('Aｱゲ丂\uFF5E');
    expect(encode('euc-jp', 'Aｱゲ丂\uFF5E')).toBe('418eb1a5b28fb0a1a1c1');
  });

  it('comes back unchanged for every character it has', () => {
    const charset = japanese('euc-jp');
    for (let unit = 1; unit < 0x1_0000; unit++) {
      const text = String.fromCharCode(unit);
      const bytes = charset.encode(text);
      if (bytes.length === 1 && bytes[0] === 0x3f) continue;
      expect(charset.decode(bytes, 0, bytes.length)).toBe(text === '¥' ? '\\' : text === '‾' ? '~' : text);
    }
  });

  it('never reads behind the end', () => {
    expect([decode('euc-jp', 'a5'), decode('euc-jp', '8fb0'), decode('euc-jp', '8e')]).toEqual(['\uFFFD', '\uFFFD\uFFFD', '\uFFFD']);
  });
});
