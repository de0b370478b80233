const MINUTE_MS = 60_000;
/** A run that was not noticed within this time was missed, even where nothing is caught up: timers are not exact. */
const SLACK_MS = 60_000;

/** A word to the players some minutes before. Without a text there is a usual one. */
export interface Warning {
  minutes_before: number;
  message?: string | undefined;
}

/** The rule of a schedule as far as its countdown goes. */
export interface CountdownRule {
  warnings: readonly Warning[];
  lockMinutesBefore: number | null;
  /** Runs only with so many players or fewer, and is put off otherwise. */
  maxPlayers: number | null;
  maxDelayMinutes: number;
  catchUpMinutes: number;
  skipNext: boolean;
}

/** How far it has got. */
export interface CountdownState {
  /** Due by the clock. */
  due: Date;
  /** Will run then. */
  runAt: Date;
  /** The last warning that was given, in minutes. */
  warned: number | null;
  locked: boolean;
}

/** What the game is like now. */
export interface GameNow {
  running: boolean;
  players: number;
}

/** What to do now; `wakeAt` is when to ask again. */
export type CountdownStep =
  | { kind: 'missed' | 'skip' | 'fire' }
  | { kind: 'postpone'; runAt: Date; wakeAt: Date }
  | { kind: 'wait'; say: { minutes: number; message: string | undefined } | null; lock: boolean; wakeAt: Date };

/** The longest time before the run at which something happens. */
export const leadMinutes = ({ warnings, lockMinutesBefore }: Pick<CountdownRule, 'warnings' | 'lockMinutesBefore'>): number => Math.max(0, lockMinutesBefore ?? 0, ...warnings.map(({ minutes_before: minutes }) => minutes));

/**
 * The countdown of a schedule, from its first warning to its run (arma-servers spec §4.11). Pure: what is done about a step is the caller's business.
 */
export function countdownStep(rule: CountdownRule, { due, runAt, warned, locked }: CountdownState, game: GameNow, now: Date): CountdownStep {
  const late = now.getTime() - runAt.getTime();
  if (late > Math.max(SLACK_MS, rule.catchUpMinutes * MINUTE_MS)) return { kind: 'missed' };
  const begins = runAt.getTime() - leadMinutes(rule) * MINUTE_MS;
  const begun = warned !== null || locked;
  if (rule.skipNext) return late >= 0 ? { kind: 'skip' } : quiet(runAt);
  const bound = due.getTime() + rule.maxDelayMinutes * MINUTE_MS;
  const crowded = game.running && rule.maxPlayers !== null && game.players > rule.maxPlayers;
  // Once players were warned it is done: a countdown that starts over is believed by nobody.
  if (crowded && !begun && now.getTime() >= begins && runAt.getTime() < bound) {
    const later = new Date(Math.min(bound, now.getTime() + (leadMinutes(rule) + 1) * MINUTE_MS));
    return { kind: 'postpone', runAt: later, wakeAt: new Date(Math.max(now.getTime() + 1_000, later.getTime() - leadMinutes(rule) * MINUTE_MS)) };
  }
  if (late >= 0) return { kind: 'fire' };
  if (!game.running) return quiet(runAt);
  return counting(rule, { due, runAt, warned, locked }, now);
}

const quiet = (runAt: Date): CountdownStep => ({ kind: 'wait', say: null, lock: false, wakeAt: runAt });

function counting({ warnings, lockMinutesBefore }: CountdownRule, { runAt, warned, locked }: CountdownState, now: Date): CountdownStep {
  const moment = (minutes: number): number => runAt.getTime() - minutes * MINUTE_MS;
  const open = warnings.filter(({ minutes_before: minutes }) => warned === null || minutes < warned).sort((a, b) => a.minutes_before - b.minutes_before);
  // Of several that are due at once only the last is given: the others were true a while ago.
  const word = open.find(({ minutes_before: minutes }) => moment(minutes) <= now.getTime());
  const lock = lockMinutesBefore !== null && !locked && moment(lockMinutesBefore) <= now.getTime();
  const ahead = [...open.map(({ minutes_before: minutes }) => moment(minutes)), ...(lockMinutesBefore === null || locked ? [] : [moment(lockMinutesBefore)]), runAt.getTime()].filter((time) => time > now.getTime());
  return { kind: 'wait', say: word === undefined ? null : { minutes: word.minutes_before, message: word.message }, lock, wakeAt: new Date(Math.min(...ahead)) };
}
