import type { AsphyxiaPage, AsphyxiaPlayer } from '../../../dispatch/game.js';
import { Doc } from '../../../store/document.js';
import { type Loose, looseInt, looseObject, looseText, numbered } from '../../loose.js';
import { CIRCLE_FAILED, EX, PERFECT } from './medals.js';

/** pop'n music in asphyxia: one name for all versions; scores, items and characters per version, as `v24`. */

const FIRST = 19;
const LAST = 26;
const OF_VERSION = ['scores', 'achievements', 'params'];

function versionOf(document: Loose): number | undefined {
  const version = Number(/^v(\d\d)$/.exec(looseText(document['version']) ?? '')?.[1]);
  return version >= FIRST && version <= LAST ? version : undefined;
}

/** Two numbers that stand in a key as `987:2`. */
function pair(key: string): [number, number] | undefined {
  const found = /^(\d{1,6}):(\d{1,6})$/.exec(key);
  return found === null ? undefined : [Number(found[1]), Number(found[2])];
}

function scoresOf(document: Loose, version: number): AsphyxiaPlayer['scores'] {
  return Object.entries(looseObject(document['scores'])).flatMap(([key, value]) => {
    const [song, chart] = pair(key) ?? [];
    const points = looseInt(looseObject(value)['score']);
    const medal = looseInt(looseObject(value)['clear_type']) ?? CIRCLE_FAILED;
    if (song === undefined || chart === undefined || chart > EX || points === undefined || points < 0) return [];
    return [{ version, song, chart, points, doc: new Doc().setInt('medal', medal % 100 === 0 && medal >= CIRCLE_FAILED && medal <= PERFECT ? medal : CIRCLE_FAILED) }];
  });
}

function itemsOf(document: Loose): { type: string; id: number; doc: Doc }[] {
  const items = Object.entries(looseObject(document['items'])).flatMap(([key, param]) => {
    const [type, id] = pair(key) ?? [];
    return type === undefined || id === undefined ? [] : [{ type: `item_${type}`, id, doc: new Doc().setInt('param', looseInt(param)).setBool('is_new', false) }];
  });
  return [...items, ...numbered(document['charas']).map(([id, friendship]) => ({ type: 'chara', id, doc: new Doc().setInt('friendship', looseInt(friendship)) }))];
}

export const popnAsphyxia: AsphyxiaPage = {
  plugin: 'popn',
  read(documents) {
    const name = documents.filter(({ collection }) => collection === 'profile').map((document) => looseText(document['name'])).find((one) => one !== undefined && one !== '');
    const ofVersion = documents.filter(({ collection }) => OF_VERSION.includes(looseText(collection) ?? ''));
    const versions = [...new Set(ofVersion.map(versionOf).filter((version) => version !== undefined))].sort((a, b) => a - b);
    const of = (version: number, collection: string): Loose[] => ofVersion.filter((document) => versionOf(document) === version && document['collection'] === collection);
    return {
      profiles: versions.map((version) => ({ version, doc: new Doc().setStr('name', name), items: of(version, 'achievements').flatMap(itemsOf) })),
      scores: versions.flatMap((version) => of(version, 'scores').flatMap((document) => scoresOf(document, version))),
    };
  },
};
