import { constant, type PhaseRow, setting } from '../shared/phases.js';

/** Events of this version in the order of the wire (pop'n spec, event phases). */
export const phases: readonly PhaseRow[] = [
  setting(0, 'music_phase'), // default song availability (0-12 as version 24; 12 unlocks nothing new)
  constant(1, 4), // unknown
  setting(2, 'holiday_greeting'), // holiday greeting (payment confirmation sound)
  constant(3, 4), // unknown
  constant(4, 1), // unknown
  constant(5, 0), // net taisen display on song select; always 0 because matching is not supported
  constant(6, 1), // NAVI-kun shunkyoku toujou, makes song 1608 unlockable
  constant(7, 1), // unknown
  constant(8, 2), // unknown
  constant(9, 2), // daily mission
  setting(10, 'navikun_phase'), // NAVI-kun song availability
  constant(11, 1), // unknown
  constant(12, 2), // unknown
  constant(13, 1), // pop'n peace preview song
  constant(14, 39), // stamp card rally
  constant(15, 2), // unknown
  constant(16, 3), // unknown
  constant(17, 8), // unknown
  constant(18, 1), // FLOOR INFECTION
  constant(19, 1), // pop'n music x NOSTALGIA kyouenkai, linked to song 1695
  constant(20, 13), // event archive
  setting(21, 'event_archive_phase'), // event archive song availability
  constant(22, 2), // バンめし♪ ふるさとグランプリ unlocks, two rounds
  constant(23, 1), // いちかのBEMANI投票選抜戦2019 unlocks
  constant(24, 1), // ダンキラ!!! x pop'n music unlocks
];
