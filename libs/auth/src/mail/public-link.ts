const LOCAL = /^(?:localhost|.*\.localhost|127(?:\.\d+){3}|0\.0\.0\.0|\[::1?\])$/iu;

/** An address others can open, or null when the public address is not set or leads nowhere but to this machine. */
export const publicLink = (baseUrl: string | undefined, path: string): string | null => {
  if (baseUrl === undefined || !URL.canParse(baseUrl)) return null;
  const { protocol, hostname } = new URL(baseUrl);
  if ((protocol !== 'http:' && protocol !== 'https:') || LOCAL.test(hostname)) return null;
  return `${baseUrl.replace(/\/+$/u, '')}${path}`;
};
