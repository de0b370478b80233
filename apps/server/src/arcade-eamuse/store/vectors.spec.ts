import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { longPlayerId } from '../games/popn/shared/players.js';
import { decodeDocument, encodeDocument } from './document.js';
import { cardOfRemoteUser, formatExtid, parseExtid, remoteUserId } from './ids.js';
import { endOfMonth, periodOf, type Schedule, startOfMonth, startOfWeek, WEEK, weekInDays } from './times.js';

interface Vector {
  name: string;
  kind: string;
  input: Record<string, unknown>;
  output: Record<string, unknown>;
}

const file = new URL('../../../../../test/fixtures/eamuse/vectors.json', import.meta.url);
const { vectors } = JSON.parse(readFileSync(file, 'utf8')) as { vectors: Vector[] };
const timeOf = (input: Record<string, unknown>): number => Date.parse(`${String(input['date_utc'])}T00:00:00Z`) / 1000;

const checks: Record<string, (vector: Vector) => void> = {
  remote_userid({ input, output }) {
    const card = String(input['card_id']);
    expect(remoteUserId(card)).toBe(BigInt(String(output['user_id_decimal'])));
    expect(cardOfRemoteUser(remoteUserId(card))).toBe(card);
  },
  extid_format({ input, output }) {
    expect(formatExtid(Number(input['extid']))).toBe(output['text']);
    expect(parseExtid(String(output['text']))).toBe(input['extid']);
  },
  json_bytes({ output }) {
    const bytes = Buffer.from('0102030405', 'hex');
    expect(JSON.parse(encodeDocument({ bytes }))).toEqual(JSON.parse(String(output['json'])));
    expect(decodeDocument(String(output['json']))['bytes']).toEqual(new Uint8Array(bytes));
  },
  week_in_days_since_epoch({ input, output }) {
    expect(weekInDays(timeOf(input))).toBe(output['days']);
  },
  time_boundaries({ input, output }) {
    const at = timeOf(input) + 4711;
    expect({ beginning_of_week: startOfWeek(at), end_of_week: startOfWeek(at) + WEEK, beginning_of_month: startOfMonth(at), end_of_month: endOfMonth(at) }).toEqual(output);
  },
  schedule_duration({ input, output }) {
    expect(periodOf(input['schedule'] as Schedule, timeOf(input))).toEqual(output);
  },
};

describe('the published test vectors of the data model', () => {
  for (const vector of vectors) {
    const check = checks[vector.kind];
    if (check !== undefined) it(vector.name, () => check(vector));
  }
});

describe('documents', () => {
  it('carry numbers beyond 2^53, and byte strings at any depth', () => {
    const document = { mask: 2n ** 63n, list: [{ inner: Uint8Array.of(0, 255) }, Uint8Array.of()] };
    expect(decodeDocument(encodeDocument(document))).toEqual(document);
  });

  it('read as empty when there is none', () => {
    for (const text of [null, undefined, '', 'null', '[]', '3']) expect(decodeDocument(text)).toEqual({});
  });
});

describe('pop\'n player numbers', () => {
  it('carry check digits from éclale on', () => {
    expect([12_345_678, 10_000_000, 99_999_999].map(longPlayerId)).toEqual(['123456787311', '100000009677', '999999999754']);
  });
});
