/** What an external id points at. A curator is the pseudo artist of a playlist. */
export type ExternalKind = 'song' | 'album' | 'artist' | 'playlist' | 'curator';

/** An item of a provider, as its id names it (music-proxy spec §0). */
export interface ExternalId {
  readonly kind: ExternalKind;
  /** Lower case, no dash: `deezer`. */
  readonly provider: string;
  /** The provider's own id, URL-safe. */
  readonly id: string;
}

const safe = /^[A-Za-z0-9._~-]+$/;
const maxLength = 512;

/** Whether a text claims to be one of our ids. One that claims so but does not parse must never reach the backend or a provider. */
export function looksExternal(text: string): boolean {
  return /^(?:ext-|pl-|curator-)/i.test(text);
}

/**
 * Parses an id of ours. Takes the typed forms, playlists, both curator forms and the legacy song form `ext-{provider}-{id}`.
 * Undefined for anything else: too long, characters that could leave a path or a URL segment, dots only.
 */
export function parseExternalId(text: string): ExternalId | undefined {
  if (text.length > maxLength || !safe.test(text)) return undefined;
  const parts = text.split('-');
  const [prefix = '', provider = '', third = ''] = parts;
  if (!/^[a-z0-9]+$/i.test(provider)) return undefined;
  switch (prefix.toLowerCase()) {
    case 'pl':
      return made('playlist', provider, parts.slice(2).join('-'));
    case 'curator':
      return made('curator', provider, parts.slice(2).join('-'));
    case 'ext':
      if (third === 'song' || third === 'album' || third === 'artist' || third === 'curator') return made(third, provider, parts.slice(3).join('-'));
      return made('song', provider, parts.slice(2).join('-'));
    default:
      return undefined;
  }
}

/** Writes an id. The provider's own id must be URL-safe already: see {@link encodeProviderId}. */
export function formatExternalId({ kind, provider, id }: ExternalId): string {
  return kind === 'playlist' ? `pl-${provider}-${id}` : `ext-${provider}-${kind}-${id}`;
}

/** Curator names in ids: lower case, spaces as dashes, `unknown` when there is none. */
export function curatorSlug(name: string | undefined): string {
  const slug = (name ?? '').trim().toLowerCase().replace(/\s+/g, '-').replace(/[^a-z0-9._~-]/g, '');
  return slug.replaceAll(/[.-]/g, '') === '' ? 'unknown' : slug;
}

/** Makes an id of free text (file names, paths) fit to travel in URLs. */
export function encodeProviderId(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64url');
}

/** Undoes {@link encodeProviderId}; undefined when the text is not the canonical encoding of valid UTF-8. */
export function decodeProviderId(id: string): string | undefined {
  const text = Buffer.from(id, 'base64url').toString('utf8');
  return encodeProviderId(text) === id ? text : undefined;
}

function made(kind: ExternalKind, provider: string, id: string): ExternalId | undefined {
  return id === '' || /^\.+$/.test(id) ? undefined : { kind, provider: provider.toLowerCase(), id };
}
