import { Logger } from '@nestjs/common';
import type { Config } from '@rumpus/config';
import { HttpClient, redactUrl } from '@rumpus/outbound';

type Fields = readonly (readonly [string, string])[];

/** Embeds use the network's colour (core spec 13). */
const COLOUR = 0xfbba08;
const FULL_WIDTH = new Set(['DJ Name', 'Player Name', 'Song', 'Artist', 'Play Stats']);
const TIMEOUT_MS = 10_000;
/** Posts that wait or run; a webhook that hangs must not gather a game night's scores in memory. */
const MAX_RUNNING = 32;

/** Tells Discord about scores that players share. It never waits for an answer and never fails a save. */
export class Webhooks {
  private readonly logger = new Logger('arcade webhooks');
  private readonly client = new HttpClient({ name: 'webhooks', timeouts: { totalMs: TIMEOUT_MS }, retries: 2 });
  private readonly addresses = new Map<string, string[]>();
  private running = 0;

  constructor(private readonly config: Pick<Config['arcade'], 'webhooks' | 'networkName' | 'uri'>, private readonly titleOf: (series: string) => string) {
    for (const entry of config.webhooks ?? []) {
      const at = entry.indexOf('=');
      const series = entry.slice(0, at);
      this.addresses.set(series, [...(this.addresses.get(series) ?? []), entry.slice(at + 1)]);
    }
  }

  has(series: string): boolean {
    return this.addresses.has(series);
  }

  post(series: string, fields: Fields): void {
    for (const address of this.addresses.get(series) ?? []) {
      if (this.running >= MAX_RUNNING) return;
      this.running++;
      void this.send(address, this.message(series, fields)).finally(() => this.running--);
    }
  }

  async close(): Promise<void> {
    await this.client.close();
  }

  private message(series: string, fields: Fields): unknown {
    const { networkName, uri } = this.config;
    return {
      embeds: [{
        title: `New ${this.titleOf(series)} Score!`,
        color: COLOUR,
        author: { name: networkName, ...(uri === undefined ? {} : { url: uri }) },
        footer: { text: `${new Date().toISOString().slice(0, 19).replace('T', ' ')} UTC` },
        fields: fields.map(([name, value]) => ({ name, value: value === '' ? '-' : value.slice(0, 1024), inline: !FULL_WIDTH.has(name) })),
      }],
    };
  }

  private async send(address: string, json: unknown): Promise<void> {
    try {
      await this.client.request(address, { method: 'POST', json, retryUnsafe: true });
    } catch (error) {
      this.logger.warn(`a webhook did not take a score: ${redactUrl(address)}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
