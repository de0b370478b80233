import { useMutation, useQueryClient, type QueryKey } from '@tanstack/react-query';
import { notifyDone, notifyProblem } from '../../../shell/notify.js';

/** What an answer's envelope holds (arma-servers spec §1.1). */
export async function data<T>(answer: Promise<{ data?: unknown }>): Promise<T> {
  return ((await answer).data as { data: T }).data;
}

/** All that is known of game servers. */
export const SERVERS_KEY = ['servers'] as const;

/** Everything of one server, or a part of it. */
export const serverKey = (id: number, ...part: readonly unknown[]): QueryKey => [...SERVERS_KEY, 'one', id, ...part];

interface Change<V, T> {
  /** Does it. */
  run: (input: V) => Promise<T>;
  /** What has to be fetched again afterwards, whether it worked or not. */
  renews: readonly QueryKey[];
  /** Said when it worked. */
  done?: string;
  onDone?: (result: T, input: V) => void;
  /** Takes failures that the screen shows itself; without it they are told in a message. */
  onProblem?: (error: unknown) => void;
}

/** Something a person does to a server: done, told, and what it changed fetched again. */
export function useChange<V = void, T = unknown>({ run, renews, done, onDone, onProblem }: Change<V, T>) {
  const client = useQueryClient();
  return useMutation<T, unknown, V>({
    mutationFn: run,
    onSuccess: (result, input) => {
      if (done !== undefined) notifyDone(done);
      onDone?.(result, input);
    },
    onError: onProblem ?? notifyProblem,
    onSettled: () => Promise.all(renews.map((queryKey) => client.invalidateQueries({ queryKey }))),
  });
}
