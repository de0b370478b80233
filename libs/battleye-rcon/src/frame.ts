import { crc32 } from 'node:zlib';

/**
 * The datagram format of BattlEye RCon (protocol version 2): `BE`, CRC32 of the rest (little-endian), `FF`, a type byte,
 * a body. One frame per UDP datagram, in both directions.
 */
const MAGIC_B = 0x42;
const MAGIC_E = 0x45;
const MARKER = 0xff;
const HEADER_LENGTH = 7;

const LOGIN = 0x00;
const COMMAND = 0x01;
const MESSAGE = 0x02;
const PART_HEADER = 0x00;

/** What a server may send. Bodies stay bytes: a character may be cut at the border of two parts. */
export type ServerPacket =
  | { kind: 'login'; accepted: boolean }
  | { kind: 'reply'; sequence: number; body: Buffer }
  | { kind: 'part'; sequence: number; total: number; index: number; body: Buffer }
  | { kind: 'message'; sequence: number; body: Buffer };

function frame(type: number, body: Uint8Array): Buffer {
  const datagram = Buffer.alloc(HEADER_LENGTH + 1 + body.length);
  datagram[0] = MAGIC_B;
  datagram[1] = MAGIC_E;
  datagram[6] = MARKER;
  datagram[7] = type;
  datagram.set(body, HEADER_LENGTH + 1);
  // The marker byte is part of the sum.
  datagram.writeUInt32LE(crc32(datagram.subarray(6)), 2);
  return datagram;
}

function withSequence(sequence: number, text: string): Buffer {
  return Buffer.concat([Buffer.from([sequence]), Buffer.from(text, 'utf8')]);
}

/** A login request; the password goes out as it is, without a terminator. */
export const encodeLogin = (password: string): Buffer => frame(LOGIN, Buffer.from(password, 'utf8'));

/** A command; an empty text is the keep-alive. `sequence` is 0..255. */
export const encodeCommand = (sequence: number, text: string): Buffer => frame(COMMAND, withSequence(sequence, text));

/** The acknowledgement every server message needs. `sequence` is the message's own number. */
export const encodeAcknowledgement = (sequence: number): Buffer => frame(MESSAGE, Buffer.from([sequence]));

function decodeLogin(body: Buffer): ServerPacket | undefined {
  if (body.length !== 1 || body[0] === undefined || body[0] > 1) return undefined;
  return { kind: 'login', accepted: body[0] === 1 };
}

function decodeReply(sequence: number, text: Buffer): ServerPacket | undefined {
  if (text[0] !== PART_HEADER || text.length === 0) return { kind: 'reply', sequence, body: text };
  const total = text[1];
  const index = text[2];
  if (total === undefined || index === undefined || total === 0 || index >= total) return undefined;
  return { kind: 'part', sequence, total, index, body: text.subarray(3) };
}

/**
 * Reads one datagram from a server.
 *
 * @returns the packet, or `undefined` for anything that is not a whole, well-formed frame: wrong magic or sum, too
 *   short, a login answer with extra bytes, a part whose index is not below its total. Such datagrams are to be dropped.
 */
export function decodeServerPacket(datagram: Buffer): ServerPacket | undefined {
  if (datagram.length <= HEADER_LENGTH + 1) return undefined;
  if (datagram[0] !== MAGIC_B || datagram[1] !== MAGIC_E || datagram[6] !== MARKER) return undefined;
  if (datagram.readUInt32LE(2) !== crc32(datagram.subarray(6))) return undefined;
  const body = datagram.subarray(HEADER_LENGTH + 1);
  const sequence = body[0] ?? 0;
  switch (datagram[7]) {
    case LOGIN:
      return decodeLogin(body);
    case COMMAND:
      return decodeReply(sequence, body.subarray(1));
    case MESSAGE:
      return { kind: 'message', sequence, body: body.subarray(1) };
    default:
      return undefined;
  }
}
