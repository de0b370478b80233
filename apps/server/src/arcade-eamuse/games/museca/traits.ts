/** What tells the versions of MÚSECA apart (museca spec 11). */
export interface MusecaTraits {
  readonly version: number;
  readonly name: string;
  /** Highest grade on the wire. */
  readonly highestGrade: number;
  /** Events that are on; `matching` is false when the operator switched it off. */
  readonly events: (omnimix: boolean, matching: boolean) => readonly number[];
  /** Blocks that open special missions. */
  readonly extend: (omnimix: boolean) => readonly ExtendBlock[];
  /** MÚSECA 1+1/2 and later: ryusei festa, combos in scores, the lounge. */
  readonly plus: boolean;
  /** Whose profile and items a player brings along. */
  readonly previous: number | undefined;
}

export interface ExtendBlock {
  readonly id: number;
  readonly type: number;
  readonly numbers: readonly number[];
  readonly texts: readonly string[];
}
