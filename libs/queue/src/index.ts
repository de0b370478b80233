export * from './port/job-context.js';
export * from './port/job-definition.js';
export * from './port/job-handler.js';
export * from './port/job-queue.js';
export { EmbeddedQueue, type EmbeddedOptions } from './embedded/embedded-queue.js';
export { queueEntities } from './embedded/queue.entities.js';
export { JOB_DEFINITIONS, QueueModule } from './queue.module.js';
