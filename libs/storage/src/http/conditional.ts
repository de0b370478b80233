import type { IncomingMessage } from 'node:http';

/** What identifies one state of a body. `etag` is quoted and strong: equal tags mean equal bytes. */
export interface Validators {
  readonly etag: string;
  readonly lastModified: Date;
}

/** The strong validators of a file. Size and mtime in the same form as nginx, so that a proxy in front changes nothing. */
export function fileValidators(stat: { readonly size: number; readonly mtimeMs: number }): Validators {
  const seconds = Math.floor(stat.mtimeMs / 1000);
  return { etag: `"${seconds.toString(16)}-${stat.size.toString(16)}"`, lastModified: new Date(seconds * 1000) };
}

/** Whether the caller's copy is still good (RFC 9110 §13.1.2-3): answer 304. */
export function isNotModified(request: IncomingMessage, { etag, lastModified }: Validators): boolean {
  const noneMatch = request.headers['if-none-match'];
  if (noneMatch !== undefined) return noneMatch.trim() === '*' || tagsOf(noneMatch).includes(etag);
  const since = dateOf(request.headers['if-modified-since']);
  return since !== undefined && lastModified.getTime() <= since;
}

/** Whether a `Range` may be honoured: there is no `If-Range`, or it names the present state (RFC 9110 §13.1.5). */
export function rangeApplies(request: IncomingMessage, { etag, lastModified }: Validators): boolean {
  const condition = request.headers['if-range'];
  if (typeof condition !== 'string') return true;
  if (condition.includes('"')) return condition.trim() === etag;
  return dateOf(condition) === lastModified.getTime();
}

/** `If-None-Match` compares weakly: a proxy that compressed the body may have marked our tag as weak. */
const tagsOf = (list: string): string[] => list.split(',').map((tag) => tag.trim().replace(/^W\//, ''));

function dateOf(value: string | undefined): number | undefined {
  const time = value === undefined ? Number.NaN : Date.parse(value);
  return Number.isNaN(time) ? undefined : time;
}
