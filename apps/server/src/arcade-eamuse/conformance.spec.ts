import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

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
/** The recordings, with what people call the games. */
const GAMES: Readonly<Record<string, string>> = {
  bishi: 'The★BishiBashi', mga: 'Metal Gear Arcade', 'museca-2': 'MÚSECA 1+1/2', ...Object.fromEntries([19, 20, 21, 23, 24, 25, 26].map((version) => [`pnm-${version}`, `pop'n music ${version}`])),
};

const DOCUMENT = new URL('../../../../docs/arcade.md', import.meta.url);
/** The table under the heading about the recordings. */
const TABLE = /(?<=## What the recordings say\n[^#]*?\n\n)\| game [^#]*?\n(?=\n)/;

/** What the documentation says about a recording; where a reason stands in the specifications is of no use there. */
function line({ game, exchanges, equal, reasons }: ReplayResult): string {
  const why = [...reasons].map(([reason, count]) => `${count}: ${reason.replace(/ \([^()]*\)$/, '')}`).join('; ');
  return `| ${GAMES[game] ?? game} | ${exchanges} | ${equal} |${why === '' ? '' : ` ${why}`} |`;
}

const results: ReplayResult[] = [];

describe('every recorded exchange', () => {
  for (const game of Object.keys(GAMES)) {
    it(`of ${game} is answered as it was`, async () => {
      const result = await Replay.run(game, EXPLAINED[game]);
      results.push(result);
      expect(result.unexplained).toEqual([]);
    });
  }

  /** `RUMPUS_WRITE_DOCS=1` writes the table. */
  it('is counted in the documentation', (context) => {
    if (results.length < Object.keys(GAMES).length) return context.skip();
    const table = ['| game | exchanges | equal | differ on purpose, why |', '| --- | --- | --- | --- |', ...results.map(line), ''].join('\n');
    if (process.env['RUMPUS_WRITE_DOCS'] === '1') writeFileSync(DOCUMENT, readFileSync(DOCUMENT, 'utf8').replace(TABLE, table));
    expect(TABLE.exec(readFileSync(DOCUMENT, 'utf8'))?.[0]).toBe(table);
  });
});
