/** The list with one entry moved up (-1) or down (1); as it was when there is no place to move to. */
export function moved(names: readonly string[], place: number, by: -1 | 1): string[] {
  const next = [...names];
  const [from, to] = [next[place], next[place + by]];
  if (from === undefined || to === undefined) return next;
  next[place] = to;
  next[place + by] = from;
  return next;
}
