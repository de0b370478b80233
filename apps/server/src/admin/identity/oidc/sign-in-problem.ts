import { DomainError } from '@rumpus/errors';
import type { Request } from 'express';

/** What the sign-in page has words for. */
const KNOWN: ReadonlySet<string> = new Set(['oidc_disabled', 'oidc_email_unverified', 'oidc_expired', 'oidc_no_email', 'oidc_no_registration', 'oidc_no_role']);

/**
 * Where a browser goes whose sign-in failed: to the sign-in page, with a word for what happened. Undefined for programs, which get RomM's
 * answer, and for faults of ours. Only words travel in the address, never text, so nobody can put sentences of his own on that page.
 */
export const signInProblem = (request: Pick<Request, 'headers'>, error: unknown): string | undefined => {
  if (!(error instanceof DomainError) || error.kind === 'internal' || request.headers.accept?.includes('text/html') !== true) return undefined;
  const word = error.kind === 'unavailable' ? 'oidc_unreachable' : error.code !== undefined && KNOWN.has(error.code) ? error.code : 'oidc_refused';
  return `/sign-in?problem=${word}`;
};
