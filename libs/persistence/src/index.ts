export * from './columns/base-entity.js';
export * from './columns/columns.js';
export * from './dialect.js';
export * from './migrations/table-builder.js';
export * from './connection/data-source-options.js';
export * from './migrations/migrate.js';
export * from './persistence.module.js';
