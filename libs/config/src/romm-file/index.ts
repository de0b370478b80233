export { normalExclusion, type ParsedRommFile, parseRommFile } from './parse.js';
export { RommFile, type ScanOptions } from './romm-file.js';
export { builtInExclusions, type ExclusionList, exclusionLists, imageTypes, mediaTypes, sourceNames, thumbnailTypes } from './tables.js';
export type { ControlBinding, CoreControls, IceServer, PlayerControls, RommFileConfig } from './types.js';
