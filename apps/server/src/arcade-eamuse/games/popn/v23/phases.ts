import { constant, type PhaseRow, setting } from '../shared/phases.js';

/** Events of this version in the order of the wire (pop'n spec, event phases). */
export const phases: readonly PhaseRow[] = [
  setting(0, 'music_phase'), // default song availability
  constant(1, 3), // unknown
  constant(2, 1), // unknown
  constant(3, 2), // unknown
  constant(4, 1), // favourites folder and favourites button on the 10-key
  constant(5, 1), // stamp cards, enabled with 1
  constant(6, 1), // unknown
  constant(7, 4), // unknown
  setting(8, 'music_sub_phase'), // additional song unlocks
  constant(9, 4), // unknown
  constant(10, 4), // unknown
  constant(11, 1), // unknown, maybe song categories
  constant(12, 0), // net taisen display on song select; always 0 because matching is not supported
  constant(13, 4), // local and server side matching when selecting a song
];
