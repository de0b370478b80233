import { element, type Node, s16 } from '@rumpus/eamuse-protocol';

import type { Call } from '../../../dispatch/call.js';
import { asS16 } from '../../wire-numbers.js';

const CHARACTERS = 20;
const SONGS = 500;
const SECONDS = 60;

/** What everybody plays, on other networks too (pop'n spec 3.9), counted at most once a minute; equals stand by number. */
export async function popularNodes(call: Call): Promise<Node[]> {
  const version = await call.musicVersion();
  const { characters, songs } = await call.network.cache.get(`pnm|popular|${call.version}|${version}`, SECONDS, call.now, async () => ({
    characters: await popularCharacters(call),
    songs: (await call.data.scores.hitChart(call.series, version, SONGS)).map(({ songId }) => songId),
  }));
  return [
    ...characters.map((chara, i) => element('popular', s16('rank', i + 1), s16('chara_num', asS16(chara)))),
    ...songs.map((song) => element('popular_music', s16('music_num', asS16(song)))),
  ];
}

async function popularCharacters(call: Call): Promise<number[]> {
  const counts = new Map<number, number>();
  const profiles = [...(await call.data.profiles.all(call.series, call.version)), ...(await call.others.everybody(call.definition, call.version, call.now))];
  for (const { doc } of profiles) {
    const chara = doc.int('chara');
    if (chara > 0) counts.set(chara, (counts.get(chara) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, CHARACTERS).map(([chara]) => chara);
}
