import { afterAll, describe, expect, it } from 'vitest';

import { type Explained, Replay, type ReplayResult } from './testing/replay.js';

const EMPTY_NAME = /location\/name = {2}-> Test Cabinet$/;

/** Where the specification asks for something else than the recorded server did. */
const EXPLAINED: Readonly<Record<string, readonly Explained[]>> = {
  bishi: [{ call: 'facility.get', difference: /location\/name = 未設定 -> Test Cabinet/, reason: 'a placeholder is no shop name (bishi spec 5.2)' }],
  mga: [{ call: 'facility.get', difference: EMPTY_NAME, reason: 'an empty shop name is ignored (mga spec 4.2)' }],
  'museca-2': [
    { call: 'facility.get', difference: EMPTY_NAME, reason: 'an empty shop name is ignored (museca spec 4.2)' },
    { call: 'game_3.hiscore', difference: /clear_rate\/d\/cr = (0 -> 10000|10000 -> 0)$/, reason: 'the recorded server counts failures as clears (museca spec 4.10)' },
  ],
};
const GAMES = ['bishi', 'mga', 'museca-2'];

const results: ReplayResult[] = [];

describe('every recorded exchange', () => {
  for (const game of GAMES) {
    it(`of ${game} is answered as it was`, async () => {
      const result = await Replay.run(game, EXPLAINED[game]);
      results.push(result);
      expect(result.unexplained).toEqual([]);
    });
  }

  afterAll(() => {
    console.table(results.map(({ game, exchanges, equal, explained, reasons }) => ({ game, exchanges, equal, explained, reasons: [...reasons].map(([reason, count]) => `${reason} (${count})`).join('; ') })));
  });
});
