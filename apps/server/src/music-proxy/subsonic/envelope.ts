import type { Parameters } from './parameters.js';

/** A JSON value as Subsonic answers hold them. */
export type Json = string | number | boolean | null | undefined | JsonObject | readonly Json[];
export interface JsonObject {
  [key: string]: Json;
}

/** What stands within `subsonic-response`: status, version, server fields and one payload. */
export interface Envelope extends JsonObject {
  status: string;
}

/** Codes of the protocol (music-proxy spec §2.2). */
export const SubsonicError = { generic: 0, missingParameter: 10, wrongCredentials: 40, notAuthorised: 50, notFound: 70 } as const;

/** Fields a server puts on every answer. Ours are only used when the backend never answered. */
export type ServerFields = Partial<Record<'version' | 'type' | 'serverVersion' | 'openSubsonic', Json>>;
export const ownServerFields: ServerFields = { version: '1.16.1', type: 'rumpus', serverVersion: '0.1.0', openSubsonic: true };

/** The server fields of an answer, to put on one of our own. */
export function serverFieldsOf(envelope: Envelope): ServerFields {
  const fields: ServerFields = {};
  for (const name of ['version', 'type', 'serverVersion', 'openSubsonic'] as const) if (envelope[name] !== undefined) fields[name] = envelope[name];
  return fields;
}

export function okEnvelope(server: ServerFields, payload: JsonObject = {}): Envelope {
  return { status: 'ok', ...server, ...payload };
}

export function errorEnvelope(server: ServerFields, code: number, message: string): Envelope {
  return { status: 'failed', ...server, error: { code, message } };
}

/** A document ready to send. */
export interface Rendered {
  readonly contentType: string;
  readonly body: string;
}

const callbackName = /^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*$/;

/** Writes an envelope in the format the caller asked for. A callback that is no plain function name gets plain JSON: it would be script. */
export function render(envelope: Envelope, parameters: Parameters): Rendered {
  const { format } = parameters;
  if (format === 'xml') return { contentType: 'application/xml; charset=utf-8', body: toXml(envelope) };
  const json = JSON.stringify({ 'subsonic-response': envelope });
  const callback = parameters.get('callback') ?? '';
  if (format === 'jsonp' && callbackName.test(callback) && callback.length <= 128) {
    return { contentType: 'application/javascript; charset=utf-8', body: `${callback}(${json.replace(/[\u2028\u2029]/g, (c) => (c === '\u2028' ? '\\u2028' : '\\u2029'))});` };
  }
  return { contentType: 'application/json; charset=utf-8', body: json };
}

/**
 * The generic JSON to XML rule of the protocol: scalars are attributes, objects child elements, arrays repeated child elements, a key
 * `value` is the element's text, null is left out.
 */
export function toXml(envelope: Envelope): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('subsonic-response', { xmlns: 'http://subsonic.org/restapi', ...envelope })}`;
}

function element(name: string, content: Json): string {
  if (content == null) return '';
  if (typeof content !== 'object') return `<${name}>${escapeXml(String(content))}</${name}>`;
  if (isArray(content)) return content.map((one) => element(name, one)).join('');
  let attributes = '';
  let children = '';
  for (const [key, value] of Object.entries(content)) {
    if (value == null) continue;
    if (typeof value === 'object') children += element(key, value);
    else if (key === 'value') children += escapeXml(String(value));
    else attributes += ` ${key}="${escapeXml(String(value))}"`;
  }
  return children === '' ? `<${name}${attributes}/>` : `<${name}${attributes}>${children}</${name}>`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\n': '&#10;', '\r': '&#13;', '\t': '&#9;' };

/** Escapes for text and attributes; characters XML 1.0 cannot hold at all are dropped. */
function escapeXml(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/gu, '').replace(/[&<>"\n\r\t]/g, (character) => entities[character] ?? character);
}

export function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/** The object under a key, `{}` when there is none. */
export function objectAt(value: Json, key: string): JsonObject {
  const found = isObject(value) ? value[key] : undefined;
  return isObject(found) ? found : {};
}

/** The objects of an array under a key; a single object counts as an array of one, as XML-born servers send it. */
export function listAt(value: Json, key: string): JsonObject[] {
  const found = isObject(value) ? value[key] : undefined;
  return (isArray(found) ? found : [found]).filter(isObject);
}

export function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function textAt(value: JsonObject, key: string): string | undefined {
  const found = value[key];
  return typeof found === 'string' && found !== '' ? found : typeof found === 'number' ? String(found) : undefined;
}

export function numberAt(value: JsonObject, key: string): number | undefined {
  const found = Number(value[key] ?? Number.NaN);
  return Number.isFinite(found) ? found : undefined;
}
