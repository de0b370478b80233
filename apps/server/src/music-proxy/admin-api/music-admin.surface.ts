import { BlockList, isIPv6 } from 'node:net';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { RawSurface } from '../../http/raw-surface.js';

export interface MusicAdminOptions {
  readonly port: number;
  readonly host: string;
  /** Networks that may come in, as `10.0.0.0/8`; none means whoever reaches the address. This machine always may. */
  readonly trustedSubnets: readonly string[];
}

/** What is reached on this port: the music admin and signing in to it. */
const served = /^\/api\/(?:admin\/|login(?:[/?]|$)|logout(?:[/?]|$)|heartbeat(?:[/?]|$))/;

/** The music admin on a port of its own, on this machine only unless told otherwise (music-proxy spec §1.1). Sign-in is the app's. */
export class MusicAdminSurface implements RawSurface {
  readonly name = 'music-admin';
  readonly prefix = null;
  readonly port: number;
  readonly host: string;
  private readonly trusted: BlockList | undefined;

  constructor(
    options: MusicAdminOptions,
    private readonly app: () => RequestListener,
  ) {
    this.port = options.port;
    this.host = options.host;
    this.trusted = options.trustedSubnets.length > 0 ? listOf(options.trustedSubnets) : undefined;
  }

  handle(req: IncomingMessage, res: ServerResponse): void {
    if (!this.mayEnter(req.socket.remoteAddress ?? '')) return refuse(res, 403, 'Not from this network');
    if (!served.test(req.url ?? '')) return refuse(res, 404, 'Not found');
    this.app()(req, res);
  }

  private mayEnter(address: string): boolean {
    const bare = address.replace(/^::ffff:/, '');
    if (!this.trusted || bare === '127.0.0.1' || bare === '::1') return true;
    return this.trusted.check(bare, isIPv6(bare) ? 'ipv6' : 'ipv4');
  }
}

/** @throws Error for a text that is no network: the start should fail rather than let the wrong people in */
function listOf(subnets: readonly string[]): BlockList {
  const list = new BlockList();
  for (const subnet of subnets) {
    const [address = '', bits] = subnet.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    list.addSubnet(address, bits === undefined ? (family === 'ipv6' ? 128 : 32) : Number(bits), family);
  }
  return list;
}

function refuse(res: ServerResponse, status: number, error: string): void {
  res.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify({ error }));
}
