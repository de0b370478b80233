import { PROFILE_PARAMETERS } from '../parameters/other-parameters.js';
import type { SectionData } from '../parameters/sections.js';
import { assign, bodyOf, classOf, type Statement } from '../syntax/ast.js';
import { fieldsOf, statementsOf } from './statements.js';

const OURS = new Set(['difficulty', 'difficultypresets']);

/** The difficulty settings as the game reads them: the AI level stands beside the custom difficulty, not inside it. */
function presets(data: SectionData): Statement[] {
  const inside = PROFILE_PARAMETERS.filter(({ inClass }) => inClass !== 'CustomAILevel');
  const beside = PROFILE_PARAMETERS.filter(({ inClass }) => inClass === 'CustomAILevel');
  return [assign('difficulty', 'Custom'), classOf('DifficultyPresets', [classOf('CustomDifficulty', statementsOf(inside, data)), ...statementsOf(beside, data)])];
}

/** The profile: our part put into what the game itself has written there. */
export const profileFile = (data: SectionData, existing: readonly Statement[]): Statement[] => [...presets(data), ...existing.filter(({ name }) => !OURS.has(name.toLowerCase()))];

/** The difficulty settings of an existing profile. */
export function profileFields(statements: readonly Statement[]): SectionData {
  const all = bodyOf(statements, 'DifficultyPresets') ?? [];
  return fieldsOf(PROFILE_PARAMETERS, [...(bodyOf(all, 'CustomDifficulty') ?? []), ...all]).fields;
}
