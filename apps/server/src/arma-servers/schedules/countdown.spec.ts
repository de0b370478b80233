import { describe, expect, it } from 'vitest';
import { countdownStep, leadMinutes, type CountdownRule, type CountdownState, type GameNow } from './countdown.js';

const DUE = new Date('2026-11-27T06:00:00Z');
const at = (minutes: number, seconds = 0): Date => new Date(DUE.getTime() - minutes * 60_000 + seconds * 1_000);
const rule = (change: Partial<CountdownRule> = {}): CountdownRule => ({ warnings: [15, 10, 5, 1].map((minutes_before) => ({ minutes_before })), lockMinutesBefore: null, maxPlayers: null, maxDelayMinutes: 0, catchUpMinutes: 10, skipNext: false, ...change });
const state = (change: Partial<CountdownState> = {}): CountdownState => ({ due: DUE, runAt: DUE, warned: null, locked: false, ...change });
const full: GameNow = { running: true, players: 30 };
const empty: GameNow = { running: true, players: 0 };
const off: GameNow = { running: false, players: 0 };

describe('a countdown', () => {
  it('gives each warning once and then runs', () => {
    const said: number[] = [];
    let warned: number | null = null;
    let now = at(20);
    for (let steps = 0; steps < 20; steps += 1) {
      const step = countdownStep(rule(), state({ warned }), full, now);
      if (step.kind !== 'wait') {
        expect(step.kind).toBe('fire');
        break;
      }
      if (step.say !== null) {
        said.push(step.say.minutes);
        warned = step.say.minutes;
      }
      expect(step.wakeAt.getTime()).toBeGreaterThan(now.getTime());
      now = step.wakeAt;
    }
    expect(said).toEqual([15, 10, 5, 1]);
    expect(now).toEqual(DUE);
  });

  it('of a manager that was away gives only the last warning that is due', () => {
    expect(countdownStep(rule(), state(), full, at(4))).toMatchObject({ say: { minutes: 5 }, wakeAt: at(1) });
    expect(countdownStep(rule(), state({ warned: 5 }), full, at(4))).toMatchObject({ say: null, wakeAt: at(1) });
  });

  it('locks before the run, once', () => {
    expect(countdownStep(rule({ lockMinutesBefore: 3 }), state({ warned: 5 }), full, at(4))).toMatchObject({ lock: false, wakeAt: at(3) });
    expect(countdownStep(rule({ lockMinutesBefore: 3 }), state({ warned: 5 }), full, at(3))).toMatchObject({ lock: true, wakeAt: at(1) });
    expect(countdownStep(rule({ lockMinutesBefore: 3 }), state({ warned: 5, locked: true }), full, at(3))).toMatchObject({ lock: false });
    expect(leadMinutes(rule({ lockMinutesBefore: 40 }))).toBe(40);
  });

  it('says nothing to a server that does not run', () => {
    expect(countdownStep(rule({ lockMinutesBefore: 3 }), state(), off, at(4))).toEqual({ kind: 'wait', say: null, lock: false, wakeAt: DUE });
  });

  it('that is to be skipped says nothing, and is skipped when its time comes', () => {
    expect(countdownStep(rule({ skipNext: true }), state(), full, at(4))).toEqual({ kind: 'wait', say: null, lock: false, wakeAt: DUE });
    expect(countdownStep(rule({ skipNext: true }), state(), full, DUE)).toEqual({ kind: 'skip' });
  });

  it('is caught up when it is a little late, and missed when it is more', () => {
    expect(countdownStep(rule(), state(), full, at(-9)).kind).toBe('fire');
    expect(countdownStep(rule(), state(), full, at(-11)).kind).toBe('missed');
    expect(countdownStep(rule({ catchUpMinutes: 0 }), state(), full, at(0, 50)).kind).toBe('fire');
    expect(countdownStep(rule({ catchUpMinutes: 0 }), state(), full, at(-2)).kind).toBe('missed');
  });
});

describe('a run that waits for players to leave', () => {
  const patient = rule({ maxPlayers: 5, maxDelayMinutes: 60 });

  it('is put off as a whole before the first warning, minute by minute, and no longer than allowed', () => {
    let runAt = DUE;
    let now = at(15);
    let steps = 0;
    for (; steps < 200; steps += 1) {
      const step = countdownStep(patient, state({ runAt }), full, now);
      if (step.kind !== 'postpone') break;
      expect(step.wakeAt.getTime()).toBeGreaterThan(now.getTime());
      ({ runAt } = step);
      now = step.wakeAt;
    }
    expect(runAt).toEqual(at(-60));
    expect(steps).toBe(60);
    expect(countdownStep(patient, state({ runAt }), full, at(-45))).toMatchObject({ kind: 'wait', say: { minutes: 15 } });
  });

  it('begins its countdown as soon as there is room', () => {
    expect(countdownStep(patient, state(), empty, at(15))).toMatchObject({ kind: 'wait', say: { minutes: 15 } });
  });

  it('is not put off once players were warned', () => {
    expect(countdownStep(patient, state({ warned: 15 }), full, at(10))).toMatchObject({ kind: 'wait', say: { minutes: 10 } });
    expect(countdownStep(patient, state({ warned: 1 }), full, DUE).kind).toBe('fire');
  });

  it('without warnings is put off at its very moment', () => {
    const bare = rule({ warnings: [], maxPlayers: 0, maxDelayMinutes: 5 });
    expect(countdownStep(bare, state(), full, DUE)).toMatchObject({ kind: 'postpone', runAt: at(-1) });
    expect(countdownStep(bare, state({ runAt: at(-5) }), full, at(-5)).kind).toBe('fire');
    expect(countdownStep(bare, state(), empty, DUE).kind).toBe('fire');
    expect(countdownStep(bare, state(), off, DUE).kind).toBe('fire');
  });
});
