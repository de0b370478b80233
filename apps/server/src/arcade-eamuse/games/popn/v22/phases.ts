import { constant, type PhaseRow, setting } from '../shared/phases.js';

/** Events of this version in the order of the wire (pop'n spec, event phases). */
export const phases: readonly PhaseRow[] = [
  setting(0, 'music_phase'), // default song availability
  constant(1, 11), // card phase
  constant(2, 11), // pop'n aura, 11 removes all aura requirements
  setting(3, 'story_phase'), // story mode
  constant(4, 2), // BEMANI ruins Discovery!: 0 off, 1 active, 2 over
  constant(5, 0), // unknown, related to net taisen; always 0
  constant(6, 1), // unknown
  constant(7, 1), // unknown
  constant(8, 1), // unknown
  constant(9, 11), // course mode
  constant(10, 2), // Pon's Fate Purification Plan: 0 off, 1 active, 2 over
  constant(11, 3), // unknown
  constant(12, 1), // unlocks song 1384
  constant(13, 2), // course mode unlocks including KAC (guess)
  constant(14, 4), // unknown
  constant(15, 2), // unknown
  constant(16, 2), // unknown
  constant(17, 12), // unknown
  constant(18, 2), // Kaitou BisCo no yokokujou!!: 0 off, 1 active, 2 over
  constant(19, 7), // Bemani Summer Diary: 0 off, 1-6 phases, 7 over
];
