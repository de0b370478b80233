export * from './columns/base-entity.js';
export * from './columns/columns.js';
export * from './dialect.js';
export * from './migrations/table-builder.js';
