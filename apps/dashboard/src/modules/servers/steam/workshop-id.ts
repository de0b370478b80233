/** The id of a workshop item, from the id itself or from its address. */
export function workshopId(text: string): string | null {
  const value = text.trim();
  return /^\d{6,20}$/.test(value) ? value : (/[?&]id=(\d{6,20})/.exec(value)?.[1] ?? null);
}
