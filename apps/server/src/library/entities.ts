import { Facet, RomFacet } from './facets/facet.entity.js';
import { Firmware } from './firmware/firmware.entity.js';
import { Platform } from './platforms/platform.entity.js';
import { RomDetails } from './roms/rom-details.entity.js';
import { RomFile } from './roms/rom-file.entity.js';
import { RomSearch } from './roms/rom-search.entity.js';
import { RomUser } from './roms/rom-user.entity.js';
import { Rom } from './roms/rom.entity.js';
import { Scan, ScanBrake, ScanFailure } from './scan/store/scan.entity.js';
import { LibraryVersion } from './versions/library-version.entity.js';

/** Every table of the library module. */
export const libraryEntities = [Platform, Rom, RomDetails, RomSearch, RomFile, RomUser, Facet, RomFacet, Firmware, LibraryVersion, Scan, ScanFailure, ScanBrake];
