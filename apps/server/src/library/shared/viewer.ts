import type { Principal } from '@rumpus/auth';

/** Who looks at the library: whose notes count, and what an administrator hid from him (library-api spec §6). */
export interface Viewer {
  /** `-1` for a stranger and the kiosk; no note belongs to it. */
  readonly userId: number;
  readonly hiddenPlatforms: readonly number[];
  readonly hiddenRoms: readonly number[];
}

const ascending = (ids: ReadonlySet<number>): number[] => [...ids].sort((a, b) => a - b);

/** The viewer that a caller is. */
export const viewerOf = (caller: Principal | undefined): Viewer => ({
  userId: caller?.id ?? -1,
  hiddenPlatforms: ascending(caller?.hidden.platforms ?? new Set()),
  hiddenRoms: ascending(caller?.hidden.roms ?? new Set()),
});

/** Whether the viewer may know of a game; one that he may not is answered like one that doesn't exist. */
export const canSee = (viewer: Viewer, rom: { readonly id: number; readonly platform_id: number }): boolean =>
  !viewer.hiddenPlatforms.includes(rom.platform_id) && !viewer.hiddenRoms.includes(rom.id);
