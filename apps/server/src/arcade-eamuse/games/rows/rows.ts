import { decodeText, element, encodeText, node, type Node, s32, str } from '@rumpus/eamuse-protocol';

import type { Doc } from '../../store/document.js';

/** The record store that The★BishiBashi and Metal Gear Arcade share: comma-separated byte strings with attachments (bishi spec 5). */

export interface StoredRow {
  readonly row: Uint8Array;
  readonly attachment: Uint8Array;
}

const COMMA = 0x2c;
const MAX_ROWS = 64;
const MAX_ROW_BYTES = 64 * 1024;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

/** The columns of a row. Splitting bytes is safe: a trail byte of Shift-JIS is never a comma. */
export function columnsOf(row: Uint8Array): Uint8Array[] {
  const columns: Uint8Array[] = [];
  let start = 0;
  for (let at = 0; at <= row.length; at++) {
    if (at !== row.length && row[at] !== COMMA) continue;
    columns.push(row.subarray(start, at));
    start = at + 1;
  }
  return columns;
}

export function joinColumns(columns: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(columns.flatMap((column, i) => (i === 0 ? [column] : [Uint8Array.of(COMMA), column])));
}

/** The type of a row stands in its second column. */
export const rowType = (row: Uint8Array): string => latin1(columnsOf(row)[1] ?? new Uint8Array());

/** Text of a column; undefined when there is no such column or it does not decode. */
export function columnText(row: Uint8Array, column: number): string | undefined {
  const bytes = columnsOf(row)[column];
  if (bytes === undefined) return undefined;
  const text = decodeText(Buffer.from(bytes), 0, bytes.length, 'shift-jis');
  return text.includes('\uFFFD') ? undefined : text;
}

/** A row with one column replaced; a row that is too short comes back as it was. */
export function withColumn(row: Uint8Array, column: number, value: string): Uint8Array {
  const columns = columnsOf(row);
  if (column >= columns.length) return row;
  columns[column] = encodeText(value, 'shift-jis');
  return joinColumns(columns);
}

/** The rows a cabinet sends; undefined when one cannot be read, and then nothing may be stored. */
export function readRows(record: Node | undefined): StoredRow[] | undefined {
  if (record === undefined) return undefined;
  const nodes = record.childrenNamed('d');
  if (nodes.length > MAX_ROWS) return undefined;
  const rows: StoredRow[] = [];
  for (const item of nodes) {
    const row = fromBase64(item.value);
    const attachment = fromBase64(item.stringAt('bin1') ?? '');
    if (row === undefined || attachment === undefined) return undefined;
    rows.push({ row, attachment });
  }
  return rows;
}

function fromBase64(value: unknown): Uint8Array | undefined {
  if (typeof value !== 'string') return undefined;
  const text = value.replaceAll(/\s/g, '');
  if (!BASE64.test(text) || text.length % 4 !== 0) return undefined;
  const bytes = Buffer.from(text, 'base64');
  return bytes.length > MAX_ROW_BYTES ? undefined : bytes;
}

const toBase64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** A row as it is sent back: without its first two columns. */
export function rowNode({ row, attachment }: StoredRow): Node {
  return node('d', 'str', toBase64(joinColumns(columnsOf(row).slice(2))), str('bin1', toBase64(attachment)));
}

export function storedRows(doc: Doc): StoredRow[] {
  const attachments = doc.bytesList('bindatas');
  return doc.bytesList('strdatas').map((row, i) => ({ row, attachment: attachments[i] ?? new Uint8Array() }));
}

export function storeRows(doc: Doc, rows: readonly StoredRow[]): void {
  doc.set('strdatas', rows.map(({ row }) => row)).set('bindatas', rows.map(({ attachment }) => attachment));
}

/** Rows of the types that come are replaced as a group; rows of other types stay, new types are appended. */
export function mergeRows(old: readonly StoredRow[], sent: readonly StoredRow[]): StoredRow[] {
  const types = new Set(sent.map(({ row }) => rowType(row)));
  return [...old.filter(({ row }) => !types.has(rowType(row))), ...sent];
}

/** The bare answer of these games: 0 is success for `playerdata`, 1 for `system`. */
export const result = (module: string, value: number): Node => element(module, s32('result', value));
