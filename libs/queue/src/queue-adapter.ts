import type { DynamicModule, Provider } from '@nestjs/common';

/** What an implementation of the queue brings into the app: modules of its own and the provider of `JobQueue`. */
export interface QueueAdapter {
  readonly imports: readonly DynamicModule[];
  readonly provider: Provider;
}
