import { lookup } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import { callbackify } from 'node:util';
import { Agent, type Dispatcher } from 'undici';
import { addressLiteral, isPublicAddress } from './address-policy.js';
import { OutboundError } from './outbound-error.js';

/** Resolves a name to all of its addresses. */
export type ResolveHost = (hostname: string) => Promise<readonly { address: string; family: number }[]>;

export interface DestinationRules {
  /**
   * Origins (`http://192.168.1.5:4533`) the operator configured: they may be private and use any port, but only they, exactly.
   */
  readonly allowOrigins?: readonly string[];
  /** Hosts that may be called at all: a name, or `*.name` for everything below it. Unset: any. Origins of `allowOrigins` are always in. */
  readonly allowHosts?: readonly string[];
  /** Ports for origins the operator did not configure. Default 80 and 443. */
  readonly allowPorts?: readonly number[];
  /** Name resolution; the default asks the system. */
  readonly resolve?: ResolveHost;
  /** Which addresses count as reachable. Default: public ones only. */
  readonly allowAddress?: (address: string) => boolean;
}

const resolveBySystem: ResolveHost = (hostname) => lookup(hostname, { all: true, verbatim: true });

/**
 * Decides where a call may go, and makes sure it goes there: a name is resolved once per connection, every address it has is checked,
 * and the socket connects to the checked addresses. There is no second look-up that could tell something else.
 */
export class DestinationGuard {
  private readonly origins: ReadonlySet<string>;
  private readonly ports: ReadonlySet<number>;
  private readonly open: Agent;
  private readonly guarded: Agent;

  constructor(
    private readonly rules: DestinationRules,
    agent: { connectMs: number; connections?: number },
  ) {
    this.origins = new Set((rules.allowOrigins ?? []).map((origin) => new URL(origin).origin));
    this.ports = new Set(rules.allowPorts ?? [80, 443]);
    const shared = { keepAliveTimeout: 10_000, ...(agent.connections === undefined ? {} : { connections: agent.connections }) };
    this.open = new Agent({ ...shared, connect: { timeout: agent.connectMs } });
    this.guarded = new Agent({ ...shared, connect: { timeout: agent.connectMs, lookup: this.checkedLookup() } });
  }

  /**
   * The dispatcher to use for a URL.
   * @throws OutboundError `blocked` when the URL may not be called
   */
  dispatcherFor(url: URL): Dispatcher {
    if (url.protocol !== 'http:' && url.protocol !== 'https:') throw blocked('Only http and https are allowed');
    if (url.username !== '' || url.password !== '') throw blocked('A URL with credentials in it is not allowed');
    if (this.origins.has(url.origin)) return this.open;
    if (!this.ports.has(portOf(url))) throw blocked(`Port ${portOf(url)} is not allowed`);
    if (!this.hostAllowed(url.hostname)) throw blocked(`Host ${url.hostname} is not allowed`);
    const literal = addressLiteral(url.hostname);
    if (literal !== undefined && !this.addressAllowed(literal)) throw blocked(`Address ${literal} is not public`);
    return this.guarded;
  }

  async close(): Promise<void> {
    await Promise.all([this.open.destroy(), this.guarded.destroy()]);
  }

  private hostAllowed(hostname: string): boolean {
    const { allowHosts } = this.rules;
    if (allowHosts === undefined) return true;
    const host = hostname.toLowerCase().replace(/\.$/, '');
    return allowHosts.some((pattern) => (pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : host === pattern));
  }

  private addressAllowed(address: string): boolean {
    return (this.rules.allowAddress ?? isPublicAddress)(address);
  }

  /** Address look-up for sockets, in the shape Node wants, that only ever hands out checked addresses. */
  private checkedLookup(): LookupFunction {
    const find = callbackify((hostname: string, family: number) => this.checkedAddresses(hostname, family));
    return (hostname, options, callback) => {
      const family = options.family === 4 || options.family === 6 ? options.family : 0;
      find(hostname, family, (error, found) => {
        const [first] = error ? [] : found;
        if (!first) callback(error ?? null, '', 0);
        else if (options.all === true) callback(null, found);
        else callback(null, first.address, first.family);
      });
    };
  }

  private async checkedAddresses(hostname: string, family: number): Promise<{ address: string; family: number }[]> {
    const found = await (this.rules.resolve ?? resolveBySystem)(hostname);
    if (found.some(({ address }) => !this.addressAllowed(address))) throw blocked(`${hostname} resolves to an address that is not public`);
    const usable = found.filter((one) => family === 0 || one.family === family);
    if (usable.length === 0) throw Object.assign(new Error(`${hostname} has no address`), { code: 'ENOTFOUND' });
    return usable;
  }
}

function portOf(url: URL): number {
  return url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
}

function blocked(message: string): OutboundError {
  return new OutboundError('blocked', message);
}
