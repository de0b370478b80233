import { describe, expect, it } from 'vitest';
import type { LogEntry } from '../api/types.js';
import { append, CAPACITY, lineOfLog, prepend } from './buffer.js';

const entry = (line_no: number, message = `line ${line_no}`, id: number | null = null): LogEntry => ({ id, ts: null, ts_raw: '', level: 'info', category: 'x', message, line_no, session_id: 's', repeat: 1, source: 'stdout' });
const lines = (...numbers: number[]) => numbers.map((number) => lineOfLog(entry(number)));
const messages = (all: readonly { message: string }[]) => all.map(({ message }) => message);

describe('the console', () => {
  it('shows an entry once that came live and is in the history too', () => {
    const live = append([], lines(2, 3));
    expect(messages(prepend(live, [entry(1, 'line 1', 7), entry(2, 'line 2', 8)].map(lineOfLog)))).toEqual(['line 1', 'line 2', 'line 3']);
    expect(append(live, lines(3, 4))).toHaveLength(3);
  });

  it('tells notes without a place in the file apart by their words', () => {
    expect(append([], [entry(0, 'connected'), entry(0, 'lost'), entry(0, 'lost')].map(lineOfLog))).toHaveLength(2);
  });

  it('forgets the oldest lines, never the newest', () => {
    const full = append([], Array.from({ length: CAPACITY }, (_, index) => lineOfLog(entry(index + 1))));
    const more = append(full, lines(CAPACITY + 1));
    expect(more).toHaveLength(CAPACITY);
    expect(more.at(-1)?.message).toBe(`line ${CAPACITY + 1}`);
    expect(prepend(full, lines(CAPACITY + 5)).at(-1)?.message).toBe(`line ${CAPACITY}`);
  });
});
