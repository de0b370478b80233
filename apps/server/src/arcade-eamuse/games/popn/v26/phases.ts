import { constant, type PhaseRow, setting } from '../shared/phases.js';

/** Events of this version in the order of the wire (pop'n spec, event phases). */
export const phases: readonly PhaseRow[] = [
  setting(0, 'music_phase'), // default song availability (0-23 as versions 24/25)
  constant(1, 4), // unknown
  setting(2, 'holiday_greeting'), // holiday greeting (payment confirmation sound)
  constant(3, 4), // unknown
  constant(4, 1), // unknown
  constant(5, 0), // net taisen display on song select; always 0 because matching is not supported
  constant(6, 1), // NAVI-kun shunkyoku toujou, makes song 1608 unlockable
  constant(7, 1), // unknown
  constant(8, 2), // unknown
  constant(9, 2), // daily mission
  constant(10, 30), // NAVI-kun song availability
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
  constant(21, 20), // event archive song availability
  constant(22, 2), // バンめし♪ ふるさとグランプリ unlocks, two rounds
  constant(23, 1), // いちかのBEMANI投票選抜戦2019 unlocks
  constant(24, 1), // ダンキラ!!! x pop'n music unlocks
  setting(25, 'mn_tanteisha_phase'), // Kaimei! MN tanteisha event
  constant(26, 3), // unknown
  setting(27, 'peace_soundtrack'), // peace soundtrack hatsubai kinen SP: 0 off, 1 active, 2 over
  setting(28, 'tanteisha_joshu'), // MZD no kimagure tanteisha joshu: 0 off, 1 active, 2 over
  setting(29, 'popn_quest_lively'), // Shutchou! pop'n quest Lively
  setting(30, 'popn_quest_lively_2'), // Shutchou! pop'n quest Lively II
];
