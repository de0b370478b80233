import { describe, expect, it } from 'vitest';

import { Presence } from './presence.js';

const MINUTE = 60_000;
const START = 100 * MINUTE;

describe('presence', () => {
  it('lists machines, last seen first, with their newest model', () => {
    let now = START;
    const presence = new Presence(() => now);
    presence.note('A', 'M39:J:B:A:2018101500', '10.0.0.1', false);
    now += 1000;
    presence.note('B', 'PIX:J:A:A:2017042600', '10.0.0.2', false);
    now += 1000;
    presence.note('A', 'M39:J:B:A:2022061300', '10.0.0.3', true);
    expect(presence.list()).toEqual([
      { pcbid: 'A', model: 'M39:J:B:A:2022061300', address: '10.0.0.3', at: START + 2000, calls: 2, failed: 1 },
      { pcbid: 'B', model: 'PIX:J:A:A:2017042600', address: '10.0.0.2', at: START + 1000, calls: 1, failed: 0 },
    ]);
  });

  it('counts the last hour by minutes, quiet ones included', () => {
    let now = START;
    const presence = new Presence(() => now);
    presence.note('A', '', '', true);
    presence.note('A', '', '', false);
    now = START + 2 * MINUTE + 5;
    presence.note('A', '', '', false);
    const hour = presence.lastHour();
    expect(hour).toHaveLength(60);
    expect(hour.slice(-3)).toEqual([{ at: START, calls: 2, failed: 1 }, { at: START + MINUTE, calls: 0, failed: 0 }, { at: START + 2 * MINUTE, calls: 1, failed: 0 }]);
    now = START + 61 * MINUTE;
    expect(presence.lastHour().reduce((sum, { calls }) => sum + calls, 0)).toBe(1);
  });

  it('forgets the longest silent machine, not the busiest', () => {
    const presence = new Presence(() => START);
    presence.note('first', '', '', false);
    for (let n = 0; n < 1999; n++) presence.note(`m${n}`, '', '', false);
    presence.note('first', '', '', false);
    presence.note('one too many', '', '', false);
    const names = new Set(presence.list().map(({ pcbid }) => pcbid));
    expect(names.size).toBe(2000);
    expect(names.has('first')).toBe(true);
    expect(names.has('m0')).toBe(false);
  });
});
