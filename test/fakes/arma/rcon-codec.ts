/**
 * The server's side of the BattlEye RCon datagram format, written apart from the client's codec on purpose: a mistake
 * in one must not be mirrored by the other.
 */
const TABLE = Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});

/** CRC32 as in zlib and PNG, from a table. */
export function checksum(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = (sum >>> 8) ^ (TABLE[(sum ^ byte) & 0xff] ?? 0);
  return (sum ^ 0xffffffff) >>> 0;
}

/** What a client may send. */
export type ClientPacket =
  | { kind: 'login'; password: string }
  | { kind: 'command'; sequence: number; text: string }
  | { kind: 'acknowledgement'; sequence: number };

function seal(...payload: (number | Uint8Array)[]): Buffer {
  const content = Buffer.concat([Buffer.from([0xff]), ...payload.map((part) => (typeof part === 'number' ? Buffer.from([part]) : part))]);
  const head = Buffer.from([0x42, 0x45, 0, 0, 0, 0]);
  head.writeUInt32LE(checksum(content), 2);
  return Buffer.concat([head, content]);
}

/** The answer to a login. */
export const loginAnswer = (accepted: boolean): Buffer => seal(0, accepted ? 1 : 0);

/** A server message. */
export const serverMessage = (sequence: number, text: string): Buffer => seal(2, sequence, Buffer.from(text));

/** The answer to a command: one datagram, or several when it is longer than `chunk` bytes. */
export function commandAnswer(sequence: number, text: string, chunk: number): Buffer[] {
  const bytes = Buffer.from(text);
  if (bytes.length <= chunk) return [seal(1, sequence, bytes)];
  // The number of parts is one byte; a longer text gets longer parts.
  const size = Math.max(chunk, Math.ceil(bytes.length / 255));
  const total = Math.ceil(bytes.length / size);
  return Array.from({ length: total }, (_, index) => seal(1, sequence, 0, total, index, bytes.subarray(index * size, (index + 1) * size)));
}

/** Reads a client's datagram; undefined for what is no frame. */
export function readClientPacket(datagram: Buffer): ClientPacket | undefined {
  if (datagram.length < 8 || datagram.toString('latin1', 0, 2) !== 'BE' || datagram[6] !== 0xff) return undefined;
  if (datagram.readUInt32LE(2) !== checksum(datagram.subarray(6))) return undefined;
  const sequence = datagram[8];
  if (datagram[7] === 0) return { kind: 'login', password: datagram.toString('utf8', 8) };
  if (sequence === undefined) return undefined;
  if (datagram[7] === 1) return { kind: 'command', sequence, text: datagram.toString('utf8', 9) };
  return datagram[7] === 2 && datagram.length === 9 ? { kind: 'acknowledgement', sequence } : undefined;
}
