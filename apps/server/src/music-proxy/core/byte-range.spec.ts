import { expect, it } from 'vitest';
import { parseByteRange } from './byte-range.js';

it.each([
  [undefined, { kind: 'whole' }],
  ['bytes=0-', { kind: 'part', start: 0, end: 999 }],
  ['bytes=0-0', { kind: 'part', start: 0, end: 0 }],
  ['bytes=500-', { kind: 'part', start: 500, end: 999 }],
  ['bytes=500-5000', { kind: 'part', start: 500, end: 999 }],
  ['bytes=-100', { kind: 'part', start: 900, end: 999 }],
  ['bytes=-5000', { kind: 'part', start: 0, end: 999 }],
  ['bytes=-0', { kind: 'unsatisfiable' }],
  ['bytes=1000-', { kind: 'unsatisfiable' }],
  ['bytes=5-2', { kind: 'whole' }],
  ['bytes=0-1,5-6', { kind: 'whole' }],
  ['items=0-1', { kind: 'whole' }],
  ['bytes=a-b', { kind: 'whole' }],
  ['bytes=-', { kind: 'whole' }],
  ['bytes=99999999999999999999-', { kind: 'whole' }],
])('reads %s', (header, expected) => {
  expect(parseByteRange(header, 1000)).toEqual(expected);
});
