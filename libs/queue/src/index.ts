export * from './port/job-context.js';
export * from './port/job-definition.js';
export * from './port/job-handler.js';
export * from './port/job-queue.js';
