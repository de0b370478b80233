import type { Type } from '@nestjs/common';
import type { JobDefinition } from '@rumpus/queue';

/** A part of the app that can be switched off, with the tables and jobs it owns. */
export interface Part {
  readonly module: Type<unknown>;
  readonly entities: readonly Type<unknown>[];
  readonly jobs: readonly JobDefinition[];
}
