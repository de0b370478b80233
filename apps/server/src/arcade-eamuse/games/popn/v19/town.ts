import { bin, element, type Node } from '@rumpus/eamuse-protocol';

import type { Doc } from '../../../store/document.js';

/** Town mode (pop'n spec 4.4, 4.6). */

const TOWN_SIZE = 141;
const MAP_SIZE = 180;
const BUILDINGS = 8;
const AT_PLAY_TYPE = 140;
const AT_BUILDINGS = 42;
const AT_BASE = 173;
const ALL = 0xff_ff_ff_ff;

/** Lists of the town document: key, length, offset of its words in `town`. */
const WORDS: readonly (readonly [string, number, number])[] = [['bought_flg', 3, 4], ['build_flg', 8, 16], ['chara_flg', 19, 48], ['event_flg', 4, 124]];
/** Offsets of the songs and the customisations among the bought things. */
const AT_SONGS = 4;
const AT_CUSTOM = 8;

export function townBytes(town: Doc, settings: Doc): Buffer {
  const bytes = Buffer.alloc(TOWN_SIZE);
  bytes.writeUInt32LE(town.int('points') >>> 0, 0);
  for (const [key, length, at] of WORDS) town.ints(key, length).forEach((word, i) => bytes.writeUInt32LE(word >>> 0, at + 4 * i));
  if (settings.bool('force_unlock_songs')) bytes.writeUInt32LE(ALL, AT_SONGS);
  if (settings.bool('force_unlock_customizations')) bytes.writeUInt32LE(ALL, AT_CUSTOM);
  bytes[AT_PLAY_TYPE] = town.int('play_type') & 0xff;
  return bytes;
}

/** What stands in the streets. */
export function townMap(town: Doc): Node {
  const bytes = Buffer.alloc(MAP_SIZE);
  for (let building = 0; building < BUILDINGS; building++) {
    town.ints(`building_${building}`, BUILDINGS).forEach((value, i) => (bytes[AT_BUILDINGS + BUILDINGS * building + i] = value & 0xff));
  }
  town.ints('base', 4).forEach((value, i) => (bytes[AT_BASE + i] = value & 0xff));
  return element('playerdata', element('residence').attributes({ id: town.int('residence') }), bin('map', bytes).setAttribute('residence', '0'));
}

const numbers = (text: string | undefined): number[] | undefined => {
  const list = text?.split(',').map((part) => (/^\s*-?\d+\s*$/.test(part) ? Number(part) : Number.NaN));
  return list?.every((value) => Number.isSafeInteger(value)) === true ? list : undefined;
};

/** Takes the town over from a save. What is forced open keeps its stored words, so that switching it off closes it again. */
export function readTown(node: Node, town: Doc, settings: Doc): void {
  const playType = numbers(node.attribute('play_type'))?.[0];
  town.setInt('play_type', playType);
  town.setInts('base', 4, numbers(node.attribute('base')));
  const old = town.ints('bought_flg', 3);
  for (const [key, length] of WORDS) town.setInts(key, length, numbers(node.attribute(key)));
  const bought = [...town.ints('bought_flg', 3)];
  if (settings.bool('force_unlock_songs')) bought[0] = old[0] ?? 0;
  if (settings.bool('force_unlock_customizations')) bought[1] = old[1] ?? 0;
  town.setInts('bought_flg', 3, bought);
  for (let building = 0; building < BUILDINGS; building++) town.setInts(`building_${building}`, BUILDINGS, numbers(node.attribute(`building_${building}`)));
}
