import { QueryClient } from '@tanstack/react-query';
import { ApiProblem } from './problem.js';

/** Answers that another try will not change. */
function final(error: unknown): boolean {
  return error instanceof ApiProblem && error.status >= 400 && error.status < 500 && error.status !== 429;
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      retry: (count, error) => !final(error) && count < 2,
      retryDelay: (count) => Math.min(4000, 500 * 2 ** count),
      // An answer of our own server is worth trying for even when the browser thinks that it is offline.
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
});
