import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import { notifyDone, notifyProblem } from '../../../../shell/notify.js';
import { ARCADE } from '../../api.js';

/** A change to a player: says that it is done or why not, and refreshes what shows players. */
export function usePlayerChange<Input, Output>(change: (input: Input) => Promise<Output>, done: (input: Input, output: Output) => string, settled?: () => void): UseMutationResult<Output, unknown, Input> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: (output, input) => notifyDone(done(input, output)),
    onError: notifyProblem,
    onSettled: async () => {
      settled?.();
      await client.invalidateQueries({ queryKey: ARCADE });
    },
  });
}
