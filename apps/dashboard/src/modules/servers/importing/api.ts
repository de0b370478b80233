
/** What an import takes over, or would. */
import type { Answer } from '../api/types.js';
export type ImportReport = Answer<'/api/servers/import', 'post'>;
