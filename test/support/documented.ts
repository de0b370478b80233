import { readFileSync } from 'node:fs';
import { z } from 'zod';

type JsonSchema = Exclude<Parameters<typeof z.fromJSONSchema>[0], boolean>;
interface Operation {
  responses: Record<string, { content?: Record<string, { schema?: JsonSchema }> }>;
}

interface Route {
  pattern: RegExp;
  operations: Record<string, Operation | undefined>;
}

let routes: Route[] | undefined;
let shared: Record<string, JsonSchema> = {};
const checks = new Map<Operation, Map<number, z.ZodType | undefined>>();

/** Routes without parameters come first: `/servers/import` is no server. */
function load(): Route[] {
  // References are looked for in the schema itself, not in the document around it.
  const text = readFileSync(new URL('../../openapi.json', import.meta.url), 'utf8').replaceAll('"#/components/schemas/', '"#/definitions/');
  const { paths, components } = JSON.parse(text) as { paths: Record<string, Route['operations']>; components: { schemas: Record<string, JsonSchema> } };
  shared = components.schemas;
  return Object.entries(paths)
    .sort(([a], [b]) => a.split('{').length - b.split('{').length)
    .map(([path, operations]) => ({ pattern: new RegExp(`^${path.replaceAll('.', String.raw`\.`).replaceAll(/\{[^}]+\}/g, '[^/]+')}$`), operations }));
}

function schemaOf(operation: Operation, status: number): z.ZodType | undefined {
  const ofRoute = checks.get(operation) ?? new Map<number, z.ZodType | undefined>();
  checks.set(operation, ofRoute);
  if (!ofRoute.has(status)) {
    const schema = operation.responses[status]?.content?.['application/json']?.schema;
    ofRoute.set(status, schema === undefined ? undefined : z.fromJSONSchema({ ...schema, definitions: shared }, { defaultTarget: 'openapi-3.0' }));
  }
  return ofRoute.get(status);
}

/**
 * Holds an answer of the server manager (its envelope tells it) against the OpenAPI document, so that the document can't
 * say something else than the server without a test that notices.
 *
 * @throws Error with every place where they differ
 */
export function assertDocumented(method: string, path: string, status: number, body: unknown): void {
  if (typeof body !== 'object' || body === null || !('success' in body && 'data' in body && 'error' in body) || body.success !== true) return;
  const { pathname } = new URL(path, 'http://localhost');
  routes ??= load();
  const operation = routes.find(({ pattern, operations }) => pattern.test(pathname) && operations[method.toLowerCase()] !== undefined)?.operations[method.toLowerCase()];
  const schema = operation === undefined ? undefined : schemaOf(operation, status);
  if (schema === undefined) throw new Error(`${method} ${pathname} answers ${String(status)}, which the OpenAPI document does not know`);
  const result = schema.safeParse(body);
  if (!result.success) throw new Error(`${method} ${pathname} does not answer as the OpenAPI document says: ${z.prettifyError(result.error)}`);
}
