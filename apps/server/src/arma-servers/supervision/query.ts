import { createSocket } from 'node:dgram';

/** What a server says of itself when Steam asks (A2S_INFO). */
export interface ServerInfo {
  name: string;
  map: string;
  mission: string;
  players: number;
  maxPlayers: number;
}

const QUERY = Buffer.concat([Buffer.from([0xff, 0xff, 0xff, 0xff, 0x54]), Buffer.from('Source Engine Query\0')]);
const CHALLENGE = 0x41;
const INFO = 0x49;

/** Reads zero-terminated texts one after the other. */
function texts(bytes: Buffer, offset: number, count: number): { values: string[]; end: number } {
  const values: string[] = [];
  let at = offset;
  for (let n = 0; n < count; n += 1) {
    const end = bytes.indexOf(0, at);
    if (end < 0) return { values, end: bytes.length };
    values.push(bytes.toString('utf8', at, end));
    at = end + 1;
  }
  return { values, end: at };
}

/** Reads an A2S_INFO answer; undefined for anything else. */
export function parseInfo(bytes: Buffer): ServerInfo | undefined {
  if (bytes.length < 12 || bytes.readInt32LE(0) !== -1 || bytes[4] !== INFO) return undefined;
  const { values, end } = texts(bytes, 6, 4);
  const [name, map, , mission] = values;
  // Behind the texts: application id (2 bytes), players, slots.
  if (name === undefined || map === undefined || mission === undefined || bytes.length < end + 4) return undefined;
  return { name, map, mission, players: bytes[end + 2] ?? 0, maxPlayers: bytes[end + 3] ?? 0 };
}

/**
 * Asks a server for its A2S_INFO, answering its challenge.
 *
 * @param port the query port, one above the game port
 * @returns undefined when no answer came in time
 */
export function queryInfo(port: number, { address = '127.0.0.1', timeoutMs = 1_000 }: { address?: string; timeoutMs?: number } = {}): Promise<ServerInfo | undefined> {
  const socket = createSocket('udp4');
  return new Promise((resolve) => {
    const finish = (info: ServerInfo | undefined): void => {
      clearTimeout(timer);
      socket.removeAllListeners();
      socket.on('error', () => undefined);
      socket.close();
      resolve(info);
    };
    const timer = setTimeout(() => finish(undefined), timeoutMs);
    socket.on('error', () => finish(undefined));
    socket.on('message', (answer) => {
      if (answer.length === 9 && answer[4] === CHALLENGE) socket.send(Buffer.concat([QUERY, answer.subarray(5)]));
      else finish(parseInfo(answer));
    });
    socket.connect(port, address, (error?: Error) => {
      if (error === undefined) socket.send(QUERY);
    });
  });
}
