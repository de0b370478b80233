import { constant, type PhaseRow, setting } from '../shared/phases.js';

/** Events of this version in the order of the wire (pop'n spec, event phases). */
export const phases: readonly PhaseRow[] = [
  setting(0, 'music_phase'), // default song availability
  constant(1, 2), // unknown
  setting(2, 'holiday_greeting'), // holiday greeting (payment confirmation sound)
  constant(3, 4), // unknown
  constant(4, 1), // unknown
  constant(5, 0), // net taisen display on song select; always 0 because matching is not supported
  constant(6, 1), // NAVI-kun shunkyoku toujou, makes song 1608 unlockable
  constant(7, 1), // unknown
  constant(8, 2), // unknown
  { id: 9, value: (settings) => (settings.int('active_event') === 2 ? 2 : 0) }, // daily mission
  setting(10, 'navikun_phase'), // NAVI-kun song availability
  constant(11, 1), // unknown
  constant(12, 2), // unknown
  constant(13, 1), // pop'n peace preview song 1703
];
