import { describe, expect, it } from 'vitest';
import type { Setting } from '../api.js';
import { changesOf, startText, valueOf } from './changes.js';

const setting = (env: string, kind: Setting['kind'], value: Setting['value'], more: Partial<Setting> = {}): Setting => ({
  env, group: 'search', kind, secret: false, set: value !== null, value, startValue: null, source: 'start', allowed: '', doc: '', requiresRestart: false, ...more,
});

describe('a form of settings', () => {
  it('sends only what was changed', () => {
    const settings = [setting('A', 'number', 5), setting('B', 'flag', false), setting('C', 'text', null), setting('D', 'list', ['x', 'y'])];
    expect(changesOf(settings, {})).toEqual({});
    expect(changesOf(settings, { A: '5', B: false, C: '', D: 'x\ny' })).toEqual({});
    expect(changesOf(settings, { A: '7', B: true, C: ' word ', D: 'x, z\n' })).toEqual({ A: 7, B: true, C: 'word', D: ['x', 'z'] });
  });

  it('leaves an untouched secret alone', () => {
    const secret = setting('S', 'text', null, { secret: true, set: true });
    expect(startText(secret)).toBe('');
    expect(changesOf([secret], { S: '' })).toEqual({});
    expect(changesOf([secret], { S: 'new' })).toEqual({ S: 'new' });
  });

  it('goes back to the start value when a field is emptied', () => {
    expect(changesOf([setting('A', 'text', 'word')], { A: '' })).toEqual({ A: null });
    expect(valueOf({ kind: 'list' }, ' , \n')).toEqual([]);
  });

  it('keeps text that is no number for the server to refuse', () => {
    expect(valueOf({ kind: 'number' }, 'many')).toBe('many');
  });
});
