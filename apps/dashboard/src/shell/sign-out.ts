import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { signOut } from '../api/session.js';
import { live } from '../live/socket.js';
import { notifyProblem } from './notify.js';

/** Signs out and leaves every trace of the session behind. Who left on purpose is not sent to the identity provider again at once. */
export function useSignOut() {
  const client = useQueryClient();
  const router = useRouter();
  return useMutation({
    mutationFn: () => signOut(client),
    onSuccess: async (elsewhere) => {
      live.close();
      if (elsewhere !== null) window.location.assign(elsewhere);
      else await router.navigate({ to: '/sign-in', search: { stay: '1' } });
    },
    onError: notifyProblem,
  });
}
