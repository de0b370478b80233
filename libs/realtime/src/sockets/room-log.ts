import type { Redis } from 'ioredis';
import type { Subject } from './socket-server.js';

/** An event as it was sent to a room. */
export interface RoomEntry {
  /** 1, 2, 3 … per room, without gaps. */
  seq: number;
  event: string;
  payload: unknown;
  /** What it tells of, when that may be hidden from somebody. */
  about?: Subject;
}

/** What a client that knows everything up to some number has to do to be up to date. */
export type Resumption =
  | { seq: number; events: RoomEntry[] }
  /** Too much was missed, or the room began anew: the client reads the state from the API again. */
  | { seq: number; refetch: true };

/** Numbers the events of each room and keeps the newest, so that a client that was away can catch up. */
export interface RoomLog {
  /** Adds an event and returns it with its number. */
  append(room: string, event: string, payload: unknown, about?: Subject): Promise<RoomEntry>;
  /** What came after `seq`; without a number only where the room stands. */
  since(room: string, seq: number | undefined): Promise<Resumption>;
}

/** Injection token of the {@link RoomLog} in use. */
export const ROOM_LOG = Symbol('rumpus:room-log');

/** Events kept per room. */
export const ROOM_LOG_SIZE = 500;

const resumption = (last: number, kept: readonly RoomEntry[], seq: number | undefined): Resumption => {
  if (seq === undefined || seq === last) return { seq: last, events: [] };
  const missed = kept.filter((entry) => entry.seq > seq);
  const complete = seq < last && missed[0]?.seq === seq + 1;
  return complete ? { seq: last, events: missed } : { seq: last, refetch: true };
};

/** {@link RoomLog} of one process. */
export class MemoryRoomLog implements RoomLog {
  readonly #rooms = new Map<string, { last: number; entries: RoomEntry[] }>();

  append(room: string, event: string, payload: unknown, about?: Subject): Promise<RoomEntry> {
    const state = this.#rooms.get(room) ?? { last: 0, entries: [] };
    this.#rooms.set(room, state);
    state.last += 1;
    const entry = { seq: state.last, event, payload, ...(about === undefined ? {} : { about }) };
    state.entries.push(entry);
    if (state.entries.length > ROOM_LOG_SIZE) state.entries.shift();
    return Promise.resolve(entry);
  }

  since(room: string, seq: number | undefined): Promise<Resumption> {
    const { last, entries } = this.#rooms.get(room) ?? { last: 0, entries: [] };
    return Promise.resolve(resumption(last, entries, seq));
  }
}

/** Numbers, stores and trims in one step, so that numbers and order agree over all instances. */
const APPEND = `
local seq = redis.call('INCR', KEYS[1])
redis.call('RPUSH', KEYS[2], seq .. ' ' .. ARGV[1])
redis.call('LTRIM', KEYS[2], -tonumber(ARGV[2]), -1)
redis.call('EXPIRE', KEYS[1], 86400)
redis.call('EXPIRE', KEYS[2], 86400)
return seq
`;

/** {@link RoomLog} shared by all instances on one Redis. */
export class RedisRoomLog implements RoomLog {
  constructor(
    private readonly redis: Redis,
    private readonly prefix: string,
  ) {}

  async append(room: string, event: string, payload: unknown, about?: Subject): Promise<RoomEntry> {
    const text = JSON.stringify({ event, payload, about });
    const seq = (await this.redis.eval(APPEND, 2, `${this.prefix}:seq:${room}`, `${this.prefix}:log:${room}`, text, ROOM_LOG_SIZE)) as number;
    return { seq, event, payload, ...(about === undefined ? {} : { about }) };
  }

  async since(room: string, seq: number | undefined): Promise<Resumption> {
    const [last, lines] = await Promise.all([this.redis.get(`${this.prefix}:seq:${room}`), this.redis.lrange(`${this.prefix}:log:${room}`, 0, -1)]);
    return resumption(Number(last ?? 0), lines.map(readLine), seq);
  }
}

const readLine = (line: string): RoomEntry => {
  const space = line.indexOf(' ');
  return { seq: Number(line.slice(0, space)), ...(JSON.parse(line.slice(space + 1)) as Omit<RoomEntry, 'seq'>) };
};
