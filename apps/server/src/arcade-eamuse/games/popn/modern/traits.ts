import type { Node } from '@rumpus/eamuse-protocol';

import type { Call } from '../../../dispatch/call.js';
import type { GameSetting } from '../../../dispatch/game.js';
import type { Tables } from '../../../store/arcade-data.js';
import type { Doc } from '../../../store/document.js';
import type { UserId } from '../../../store/players.js';
import type { Achievement } from '../../../store/progress.js';
import type { PhaseRow } from '../shared/phases.js';

/** What tells usaneko (24), peace (25) and Kaimei riddles (26) apart (pop'n spec 9). */
export interface ModernTraits {
  readonly version: number;
  readonly name: string;
  readonly settings: readonly GameSetting[];
  readonly phases: readonly PhaseRow[];
  /** Character parts in the shop. */
  readonly goods: number;
  /** Areas of the NAVI-kun event; 0 when it is over. */
  readonly areas: (settings: Doc) => number;
  /** At the end of the account. */
  readonly account?: (doc: Doc) => readonly Node[];
  /** At the end of the profile. */
  readonly extra?: (call: Call, doc: Doc, achievements: readonly Achievement[]) => readonly Node[];
  /** Takes over what only this version sends. */
  readonly save?: (call: Call, doc: Doc, tables: Tables, userId: UserId) => Promise<void>;
}
