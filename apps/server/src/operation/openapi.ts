import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { z } from 'zod';
import { VERSION } from './version.js';

/** The OpenAPI document of the routes that are registered, in a stable order so that a diff shows only what changed. */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setTitle('Rumpus')
    .setDescription('Game library (RomM-compatible), music proxy, Arma 3 servers and e-Amusement network. Scopes stand at each operation.')
    .setVersion(VERSION)
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addCookieAuth('romm_session', { type: 'apiKey', in: 'cookie' }, 'session')
    .addBasicAuth({ type: 'http', scheme: 'basic' }, 'basic')
    .addBearerAuth({ type: 'http', scheme: 'bearer' }, 'bearer');
  const document = SwaggerModule.createDocument(app, builder.build(), { standardSchemaConverter: (schema, options) => jsonSchema(schema, options) });
  return { ...document, paths: sorted(document.paths), components: { ...document.components, schemas: sorted(document.components?.schemas ?? {}) } };
}

/** Our schemas in OpenAPI's terms. A query's moment is a `Date` to us and ISO 8601 on the wire; what has no JSON form is left open. */
function jsonSchema(schema: unknown, { schemaType }: { schemaType?: 'input' | 'output' }): { schema: Record<string, unknown>; components: Record<string, Record<string, unknown>> } | undefined {
  if (!(schema instanceof z.ZodType)) return undefined;
  const { definitions, $schema: _dialect, ...converted } = z.toJSONSchema(schema, {
    target: 'openapi-3.0',
    io: schemaType ?? 'output',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema: json }) => {
      if (zodSchema._zod.def.type === 'date') Object.assign(json, { type: 'string', format: 'date-time' });
    },
  });
  // Shapes with a name of their own go to the document's components, where the references point.
  return { schema: converted, components: (definitions ?? {}) as Record<string, Record<string, unknown>> };
}

const sorted = <T>(record: Record<string, T>): Record<string, T> => Object.fromEntries(Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1)));

/** Serves the document at `/openapi.json` and Swagger UI at `/api/docs`; it is built when it is first asked for. */
export function serveOpenApi(app: INestApplication): void {
  let document: OpenAPIObject | undefined;
  SwaggerModule.setup('api/docs', app, () => (document ??= openApiDocument(app)), { jsonDocumentUrl: '/openapi.json', yamlDocumentUrl: '/openapi.yaml', customSiteTitle: 'Rumpus API' });
}
