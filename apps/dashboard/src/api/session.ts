import { queryOptions, useQuery, useSuspenseQuery, type QueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { api, body } from './client.js';
import { renewCsrf } from './http.js';
import { ApiProblem } from './problem.js';
import type { User } from './types.js';

/** What the house has, for anybody; also brings the CSRF cookie. */
export const houseQuery = queryOptions({
  queryKey: ['house'],
  queryFn: ({ signal }) => body(api.GET('/api/house', { signal })),
  staleTime: 60_000,
});

/** Who is signed in; null when nobody is. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async ({ signal }): Promise<User | null> => {
    try {
      return await body(api.GET('/api/users/me', { signal }));
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 401) return null;
      throw error;
    }
  },
  staleTime: 5 * 60_000,
});

/** Basic credentials in UTF-8; `btoa` alone breaks on anything but Latin-1. */
function basic(username: string, password: string): string {
  return `Basic ${btoa(String.fromCodePoint(...new TextEncoder().encode(`${username}:${password}`)))}`;
}

/** Signs in with a session cookie (library-api spec §3.2, §23.2); `code` is the second factor's. */
export async function signIn(client: QueryClient, username: string, password: string, code?: string): Promise<void> {
  await api.POST('/api/login', { body: code === undefined ? {} : { code }, headers: { authorization: basic(username, password) } });
  await renewCsrf();
  // What was fetched before was for somebody else, perhaps for one with more rights.
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'house' });
  await client.ensureQueryData(meQuery);
}

/** Ends the session. Returns where to go when the identity provider wants a say. */
export async function signOut(): Promise<string | null> {
  // The document says `null`; with RP-initiated logout the answer is an object (library-api spec §3.2).
  const answer: unknown = await body(api.POST('/api/logout'));
  const url = (answer as { oidc_logout_url?: unknown } | null | undefined)?.oidc_logout_url;
  return typeof url === 'string' ? url : null;
}

/** The user, or the one who was there until just now: when a session ends, the page stays as it is for the moment until the sign-in takes its place. */
function useKept(user: User | null | undefined): User | null {
  const [kept, setKept] = useState(user ?? null);
  if (user != null && user !== kept) setKept(user);
  return user ?? kept;
}

/** The signed-in user; only for screens behind the sign-in. */
export function useMe(): User {
  const { data } = useSuspenseQuery(meQuery);
  const me = useKept(data);
  if (me === null) throw new ApiProblem(401, '', null);
  return me;
}

/** The signed-in user's scopes as a set. */
export function useScopes(): ReadonlySet<string> {
  const { data } = useQuery(meQuery);
  const me = useKept(data);
  return useMemo(() => new Set(me?.oauth_scopes), [me]);
}
