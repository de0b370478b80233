/** Why a run does nothing, which is no failure. */
export class NothingToDo extends Error {}
