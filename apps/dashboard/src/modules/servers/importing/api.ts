import type { paths } from '../../../api/generated/schema.js';

/** What an import takes over, or would. */
export type ImportReport = paths['/api/servers/import']['post']['responses'][200]['content']['application/json']['data'];
