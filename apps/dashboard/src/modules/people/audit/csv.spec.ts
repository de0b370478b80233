import { expect, it } from 'vitest';
import { toCsv } from './csv.js';

it('quotes cells and disarms formulas', () => {
  const entry = { id: 1, at: '2026-01-01T00:00:00+00:00', action: 'login.failed', actor_id: null, actor_name: '=cmd|"x"', target: null, ip: '::1', user_agent: null, detail: { reason: 'wrong' } };
  expect(toCsv([entry]).split('\r\n')[1]).toBe(`"2026-01-01T00:00:00+00:00","login.failed","'=cmd|""x""","","::1","","{""reason"":""wrong""}"`);
});
