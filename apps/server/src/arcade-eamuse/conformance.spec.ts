import { afterAll, describe, expect, it } from 'vitest';

import { type Explained, Replay, type ReplayResult } from './testing/replay.js';

const EMPTY_NAME = /location\/name = {2}-> Test Cabinet$/;

const LATEST: Explained[] = ['playerdata.get', 'player24.read'].map((call) => ({
  call, difference: /latest_music = /, reason: 'last played songs stand once each, newest first (pop\'n spec 3.6)',
}));
const PHASES: Explained[] = ['info24.common', 'player24.start'].map((call) => ({
  call, difference: /phase\/phase = 0 -> (12|15|23)$/, reason: 'an unset setting is its first offered value (pop\'n spec 2)',
}));

/** Where the specification asks for something else than the recorded server did. */
const EXPLAINED: Readonly<Record<string, readonly Explained[]>> = {
  bishi: [{ call: 'facility.get', difference: /location\/name = 未設定 -> Test Cabinet/, reason: 'a placeholder is no shop name (bishi spec 5.2)' }],
  mga: [{ call: 'facility.get', difference: EMPTY_NAME, reason: 'an empty shop name is ignored (mga spec 4.2)' }],
  'museca-2': [
    { call: 'facility.get', difference: EMPTY_NAME, reason: 'an empty shop name is ignored (museca spec 4.2)' },
    { call: 'game_3.hiscore', difference: /clear_rate\/d\/cr = (0 -> 10000|10000 -> 0)$/, reason: 'the recorded server counts failures as clears (museca spec 4.10)' },
  ],
  'pnm-19': [{ call: 'facility.get', difference: EMPTY_NAME, reason: 'an empty shop name is ignored (pop\'n spec 4.1)' }],
  'pnm-20': LATEST,
  'pnm-21': LATEST,
  'pnm-24': LATEST,
  'pnm-25': [...LATEST, ...PHASES],
  'pnm-26': [...LATEST, ...PHASES],
};
const GAMES = ['bishi', 'mga', 'museca-2', 'pnm-19', 'pnm-20', 'pnm-21', 'pnm-23', 'pnm-24', 'pnm-25', 'pnm-26'];

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
