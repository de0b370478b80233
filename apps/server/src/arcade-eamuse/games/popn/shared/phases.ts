import { element, type Node, s16 } from '@rumpus/eamuse-protocol';

import type { Doc } from '../../../store/document.js';
import { asS16 } from '../../wire-numbers.js';

/** One event and the phase it is in. */
export interface PhaseRow {
  readonly id: number;
  readonly value: (settings: Doc) => number;
}

/** An event whose phase never changes. */
export const constant = (id: number, value: number): PhaseRow => ({ id, value: () => value });
/** An event whose phase the operator chooses. */
export const setting = (id: number, key: string): PhaseRow => ({ id, value: (settings) => settings.int(key) });

export const phaseNodes = (phases: readonly PhaseRow[], settings: Doc): Node[] =>
  phases.map(({ id, value }) => element('phase', s16('event_id', id), s16('phase', asS16(value(settings)))));
