/** What a child gets of our own environment unless told otherwise: never our secrets. */
export const INHERITED_VARIABLES: readonly string[] = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TZ', 'LD_LIBRARY_PATH'];

/**
 * The environment of a child: the allow-listed variables of this process, then `extra` over them.
 */
export function childEnvironment(extra: Readonly<Record<string, string>> = {}, inherited: readonly string[] = INHERITED_VARIABLES): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const name of inherited) {
    const value = process.env[name];
    if (value !== undefined) environment[name] = value;
  }
  return { ...environment, ...extra };
}
