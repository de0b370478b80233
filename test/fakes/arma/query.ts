import { createSocket, type Socket } from 'node:dgram';
import { randomBytes } from 'node:crypto';

/** What a query shows. */
export interface QueryInfo {
  name: string;
  map: string;
  mission: string;
  players: string[];
  maxPlayers: number;
  gamePort: number;
  passworded: boolean;
}

const PREFIX = Buffer.from([0xff, 0xff, 0xff, 0xff]);
const text = (value: string): Buffer => Buffer.concat([Buffer.from(value), Buffer.from([0])]);
const uint16 = (value: number): Buffer => {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
};

function infoAnswer(info: QueryInfo): Buffer {
  const gameId = Buffer.alloc(8);
  gameId.writeBigUInt64LE(107_410n);
  return Buffer.concat([
    PREFIX,
    Buffer.from([0x49, 17]),
    text(info.name),
    text(info.map),
    text('Arma3'),
    text(info.mission),
    uint16(107_410 & 0xffff),
    Buffer.from([info.players.length, info.maxPlayers, 0, 0x64, 0x6c, info.passworded ? 1 : 0, 0]),
    text('2.18.151850'),
    Buffer.from([0xb1]),
    uint16(info.gamePort),
    text('bt,r218,n151850,s7,i0,mf,lf,vt,dt,tcoop,g65545,h0,f0,c0-0,pl'),
    gameId,
  ]);
}

function playersAnswer(info: QueryInfo): Buffer {
  const rows = info.players.slice(0, 255).map((name) => Buffer.concat([Buffer.from([0]), text(name), Buffer.alloc(8)]));
  return Buffer.concat([PREFIX, Buffer.from([0x44, rows.length]), ...rows]);
}

const rulesAnswer = (): Buffer => Buffer.concat([PREFIX, Buffer.from([0x45, 0, 0])]);

/** Answers A2S_INFO, A2S_PLAYER and A2S_RULES, each behind a challenge. */
export class QueryServer {
  answering = true;
  private readonly challenges = new Map<string, Buffer>();

  constructor(
    readonly socket: Socket,
    private readonly info: () => QueryInfo,
  ) {
    socket.on('message', (datagram, from) => {
      const reply = this.answering ? this.reply(datagram, `${from.address}:${String(from.port)}`) : undefined;
      if (reply !== undefined) socket.send(reply, from.port, from.address);
    });
  }

  private reply(datagram: Buffer, key: string): Buffer | undefined {
    if (!datagram.subarray(0, 4).equals(PREFIX)) return undefined;
    const isInfo = datagram[4] === 0x54;
    const offered = datagram.subarray(isInfo ? 25 : 5);
    const known = this.challenges.get(key);
    if (known === undefined || !offered.equals(known)) {
      const challenge = known ?? randomBytes(4);
      this.challenges.set(key, challenge);
      return Buffer.concat([PREFIX, Buffer.from([0x41]), challenge]);
    }
    if (isInfo) return infoAnswer(this.info());
    if (datagram[4] === 0x55) return playersAnswer(this.info());
    return datagram[4] === 0x56 ? rulesAnswer() : undefined;
  }
}

/** A bound UDP socket, or an error when the port is taken. */
export function bindUdp(port: number, address: string): Promise<Socket> {
  const socket = createSocket('udp4');
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.bind({ port, address, exclusive: true }, () => {
      socket.off('error', reject);
      resolve(socket);
    });
  });
}
