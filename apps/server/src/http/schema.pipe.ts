import { type ArgumentMetadata, Injectable, StandardSchemaValidationPipe } from '@nestjs/common';

import { inputError, type InputLocation } from './input-error.js';
import { unstorable } from './unstorable.js';

const locations: Readonly<Record<ArgumentMetadata['type'], InputLocation>> = { body: 'body', query: 'query', param: 'path', custom: 'header' };

/**
 * Checks `@Body({ schema })`, `@Query({ schema })` and `@Param({ schema })`, and says which part of the request was at fault,
 * which the framework's own pipe leaves out and RomM's clients are told (library-api spec §1.4).
 */
@Injectable()
export class SchemaPipe extends StandardSchemaValidationPipe {
  override async transform<T>(value: T, metadata: ArgumentMetadata): Promise<T> {
    const { schema } = metadata;
    if (schema === undefined || !this.toValidate(metadata)) return value;
    // A request without a body is an empty object to the schema, so that each missing field is named.
    const checked: unknown = metadata.type === 'body' && value === undefined ? {} : value;
    this.stripProtoKeys(checked);
    const fault = unstorable(checked);
    const result = fault === undefined ? await this.validate(checked, schema) : { issues: [fault] };
    if (result.issues === undefined) return result.value as T;
    throw inputError(locations[metadata.type], result.issues, checked, metadata.data === undefined ? [] : [metadata.data]);
  }
}
