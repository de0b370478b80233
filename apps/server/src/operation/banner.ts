import type { Config } from '@rumpus/config';
import { networkInterfaces } from 'node:os';
import type { Listener } from '../http/listeners.js';
import { VERSION } from './version.js';

/**
 * What a person at the terminal needs to go on: where to point the browser, and the claim code while nobody has claimed the server.
 * It goes to standard output as plain text, not into the structured log, so that the code is in no log store.
 */
export function banner(config: Config, listeners: readonly Listener[], claimCode: string | null): void {
  process.stdout.write(bannerText({ addresses: addresses(config, listeners), extra: listeners.slice(1), claimCode, dataDir: config.server.dataDir }));
}

export interface BannerFacts {
  readonly addresses: readonly string[];
  readonly extra: readonly Pick<Listener, 'name' | 'host' | 'port'>[];
  /** Null once the server is claimed. */
  readonly claimCode: string | null;
  readonly dataDir: string;
}

export function bannerText({ addresses: urls, extra, claimCode, dataDir }: BannerFacts): string {
  const lines = [`Rumpus ${VERSION} is ready.`, '', ...urls.map((url) => `  ${url}`), ...extra.map(({ name, port }) => `  ${name}: port ${port}`), `  data: ${dataDir}`];
  if (claimCode !== null) lines.push('', `  Claim code: ${claimCode}`, '  Open the page and enter it to make the first administrator.');
  return `\n${lines.join('\n')}\n\n`;
}

function addresses(config: Config, listeners: readonly Listener[]): string[] {
  if (config.server.baseUrl !== undefined) return [config.server.baseUrl];
  const main = listeners[0];
  if (main === undefined) return [];
  if (main.host !== '0.0.0.0' && main.host !== '::') return [`http://${main.host.includes(':') ? `[${main.host}]` : main.host}:${main.port}`];
  const outside = Object.values(networkInterfaces()).flatMap((list) => list ?? []).filter(({ family, internal }) => family === 'IPv4' && !internal);
  return ['localhost', ...outside.map(({ address }) => address)].map((host) => `http://${host}:${main.port}`);
}
