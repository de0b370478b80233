export { LibraryTables202611201220 } from './202611201220-library-tables.js';
