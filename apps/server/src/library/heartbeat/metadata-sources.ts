import { invalid } from '@rumpus/errors';
import { sourceNames } from '@rumpus/config';
import { Injectable } from '@nestjs/common';

export type SourceName = (typeof sourceNames)[number];

/** How a metadata provider says what state it is in. */
export interface MetadataSource {
  /** Switched on and with its credentials. */
  enabled(): boolean;
  /** Answers at this moment. */
  reachable(): Promise<boolean>;
}

/** The metadata providers of this server. Each provider registers itself; one that isn't here is off. */
@Injectable()
export class MetadataSources {
  readonly #sources = new Map<SourceName, MetadataSource>();

  register(name: SourceName, source: MetadataSource): void {
    this.#sources.set(name, source);
  }

  enabled(name: SourceName): boolean {
    return this.#sources.get(name)?.enabled() ?? false;
  }

  /** @throws DomainError `invalid` for a name that is no source */
  async reachable(name: string): Promise<boolean> {
    const known = sourceNames.find((source) => source === name);
    if (known === undefined) throw invalid('Invalid metadata source', 'source');
    const source = this.#sources.get(known);
    return source !== undefined && source.enabled() && source.reachable();
  }
}
