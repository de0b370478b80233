import { queryOptions } from '@tanstack/react-query';
import { api, body } from '../../../api/client.js';
import { ARCADE, type Answer } from '../api.js';

export type Import = Answer<'/api/arcade/imports'>[number];
export type Report = NonNullable<Import['result']>;

/** Whether an import has come to its end, good or bad. */
export const isOver = ({ state }: Pick<Import, 'state'>): boolean => state === 'completed' || state === 'failed' || state === 'cancelled';

/** The last imports that were started, with those that run. */
export const importsQuery = queryOptions({
  queryKey: [...ARCADE, 'imports'],
  queryFn: ({ signal }) => body(api.GET('/api/arcade/imports', { signal })),
  refetchInterval: ({ state }) => (state.data?.some((one) => !isOver(one)) === true ? 2_000 : 30_000),
});

export const importQuery = (job: string) =>
  queryOptions({
    queryKey: [...ARCADE, 'imports', job],
    queryFn: ({ signal }) => body(api.GET('/api/arcade/imports/{job}', { params: { path: { job } }, signal })),
    refetchInterval: ({ state }) => (state.data !== undefined && isOver(state.data) ? false : 1_000),
  });

export const foldersQuery = queryOptions({ queryKey: [...ARCADE, 'import-folders'], queryFn: ({ signal }) => body(api.GET('/api/arcade/imports/folders', { signal })) });
