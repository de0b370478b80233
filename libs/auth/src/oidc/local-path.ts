/**
 * A path of ours out of a `next` parameter, or `/`. Browsers read `//host`, `/\host` and control characters in between as another
 * site, so only what stays on our origin when resolved is let through.
 */
export const localPath = (next: string | undefined): string => {
  if (next === undefined || next.length > 2000 || !next.startsWith('/') || /[\\\p{Cc}]/u.test(next) || next.startsWith('//')) return '/';
  const base = 'http://local.invalid';
  if (!URL.canParse(next, base)) return '/';
  const url = new URL(next, base);
  return url.origin === base && !url.pathname.startsWith('//') ? url.pathname + url.search + url.hash : '/';
};
