import type { Grant } from '../../../api/types.js';
import type { Action, Entity, Reach } from '../groups/grants.js';

/** A change of one person against the group (library-api spec §6). */
export interface Override extends Grant {
  granted: boolean;
}

/** What is chosen for one right: whatever the group says, or something else. */
export type Choice = 'group' | Reach;
export const CHOICES = ['group', 'none', 'own', 'all'] as const satisfies readonly Choice[];

/** What is chosen for a right. */
export function choiceOf(overrides: readonly Override[], entity: Entity, action: Action): Choice {
  const override = overrides.find((one) => one.entity === entity && one.action === action);
  if (override === undefined) return 'group';
  if (!override.granted) return 'none';
  return override.own_only ? 'own' : 'all';
}

/** The overrides with another choice for one right; the others stay, also what we don't know by name. */
export function withChoice(overrides: readonly Override[], entity: Entity, action: Action, choice: Choice): Override[] {
  const others = overrides.filter((one) => one.entity !== entity || one.action !== action);
  return choice === 'group' ? others : [...others, { entity, action, granted: choice !== 'none', own_only: choice === 'own' }];
}

const keyOf = (one: object): string => JSON.stringify(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)));

/** True when both lists hold the same things, in whatever order. */
export function sameThings(a: readonly object[], b: readonly object[]): boolean {
  const left = a.map(keyOf).sort();
  const right = b.map(keyOf).sort();
  return left.length === right.length && left.every((key, index) => key === right[index]);
}
