import type { Schemas } from './client.js';

/** An account (library-api spec §2.1). */
export type User = Schemas['User'];
/** A named set of rights (library-api spec §6). */
export type Group = Schemas['PermissionGroup'];
/** One right: what may be done with one kind of thing. */
export type Grant = Group['grants'][number];
/** A game as lists show it (library-api spec §2.4). */
export type Rom = Schemas['SimpleRom'];
/** A game as its own page shows it. */
export type DetailedRom = Schemas['DetailedRom'];
export type RomFile = Schemas['RomFile'];
/** A piece of the list of games (library-api spec §1.3). */
export type RomPage = Schemas['RomPage'];
/** Values the filter controls offer (library-api spec §2.11). */
export type RomFilters = Schemas['RomFilters'];
export type Platform = Schemas['Platform'];
/** What lies in the library folder (library-api spec §15.3). */
export type SetupLibrary = Schemas['SetupLibrary'];
