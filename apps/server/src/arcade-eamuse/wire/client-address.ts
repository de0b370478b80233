import type { IncomingMessage } from 'node:http';
import { isIPv4 } from 'node:net';
import proxyAddress from 'proxy-addr';

/** Finds the IPv4 address of a cabinet. Headers are believed from configured proxies only. */
export class ClientAddress {
  private readonly trust: (address: string, distance: number) => boolean;

  /** @param fallback what stands for a client that has no IPv4 address */
  constructor(trustedProxies: readonly string[], private readonly fallback: () => string) {
    this.trust = proxyAddress.compile([...trustedProxies]);
  }

  of(request: IncomingMessage): string {
    const peer = request.socket.remoteAddress ?? '';
    const told = this.trust(peer, 0) ? (header(request, 'x-remote-address') ?? proxyAddress(request, this.trust)) : peer;
    const plain = told.startsWith('::ffff:') ? told.slice(7) : told;
    return isIPv4(plain) ? plain : this.fallback();
  }
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' && value !== '' ? value.trim() : undefined;
}
