import { useMutation } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { signOut } from '../api/session.js';
import { notifyProblem } from './notify.js';

/**
 * Signs out and leaves every trace of the session behind: with a new document, since the pages that stand here have nobody left to show things to.
 * Who left on purpose is not sent to the identity provider again at once.
 */
export function useSignOut() {
  const router = useRouter();
  return useMutation({
    mutationFn: signOut,
    onSuccess: (elsewhere) => window.location.assign(elsewhere ?? router.buildLocation({ to: '/sign-in', search: { stay: '1' } }).href),
    onError: notifyProblem,
  });
}
