import type { Role } from '../guard/principal.js';

/** What a role word of a request stands for: RomM knows two, its older clients and the server manager more. */
export interface RoleWish {
  role: Role;
  /** Name of the group the user goes into; null for the default one. */
  group: 'editor' | null;
}

/** `admin` in any case makes an administrator, `editor` a user in the editor group, any other word a user (library-api spec §4.2). */
export const roleWish = (word: string): RoleWish => {
  const lower = word.toLowerCase();
  return { role: lower === 'admin' ? 'admin' : 'user', group: lower === 'editor' ? 'editor' : null };
};
