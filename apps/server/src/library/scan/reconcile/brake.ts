/** What became of the entries a scan did not find. */
export type MissingVerdict = 'nothing' | 'mark' | 'ask' | 'asked-before';

/**
 * The brake: when more than a share of a platform vanished at once, the mount is a likelier reason than a person who deletes
 * games, so a person is asked before anything is marked missing.
 * @param vanished ids that were present so far and are not on disk
 * @param present how many were present so far, the vanished included
 * @param share 0 to 1
 * @param rejected ids a person has already said no to
 */
export function judgeVanished(vanished: readonly number[], present: number, share: number, rejected: readonly number[] = []): MissingVerdict {
  if (vanished.length === 0) return 'nothing';
  if (vanished.length <= present * share) return 'mark';
  const known = new Set(rejected);
  return vanished.every((id) => known.has(id)) ? 'asked-before' : 'ask';
}
