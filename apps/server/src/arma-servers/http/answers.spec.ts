import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

interface Operation {
  tags?: string[];
  responses: Record<string, { content?: object }>;
}

const { paths } = JSON.parse(readFileSync(new URL('../../../../../openapi.json', import.meta.url), 'utf8')) as { paths: Record<string, Record<string, Operation>> };

it('the OpenAPI document says what every route of the server manager answers', () => {
  const own = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations)
      .filter(([, { tags = [] }]) => tags.some((tag) => tag === 'servers' || tag.startsWith('server ')))
      .map(([method, { responses }]) => ({ route: `${method.toUpperCase()} ${path}`, answered: Object.entries(responses).some(([status, { content }]) => status.startsWith('2') && content !== undefined) })),
  );
  expect(own.length).toBeGreaterThan(100);
  expect(own.filter(({ answered }) => !answered)).toEqual([]);
});
