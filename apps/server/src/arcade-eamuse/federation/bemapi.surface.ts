import { Logger } from '@nestjs/common';
import type { Config } from '@rumpus/config';
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

import type { GameRegistry } from '../dispatch/registry.js';
import type { ArcadeData } from '../store/arcade-data.js';
import { readBody } from '../wire/body.js';
import { ApiError, BAD_ADDRESS, BAD_TOKEN, BAD_VERSION, UNKNOWN_GAME } from './api-error.js';
import { findGame, Lookup } from './lookup.js';
import { readJson, readLookup } from './lookup-body.js';

const PROTOCOL = 'v1';
const MAX_BODY = 256 << 10;

/** Tokens are kept as hashes only. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');

/** The federation API that peers ask (core spec 15). GET requests carry a JSON body, so it reads them past the framework. */
export class BemapiSurface {
  readonly name = 'BEMAPI';
  readonly prefix = '/bemapi';
  readonly port = 0;
  private readonly logger = new Logger('bemapi');

  constructor(private readonly data: ArcadeData, private readonly registry: GameRegistry, private readonly config: Pick<Config['arcade'], 'networkName' | 'networkEmail'>) {}

  handle(request: IncomingMessage, response: ServerResponse): void {
    void this.respond(request, response);
  }

  private async respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      // The token comes before everything else.
      await this.authorize(request.headers.authorization);
      const body = await readBody(request, MAX_BODY);
      send(response, 200, await this.answer(request, body));
    } catch (error) {
      request.resume();
      if (error instanceof ApiError) return send(response, error.status, { error: error.message });
      this.logger.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
      send(response, 500, { error: 'Exception occured while processing request.' });
    }
  }

  private async authorize(header: string | undefined): Promise<void> {
    const token = /^token ([!-~]{1,64})$/i.exec(header ?? '')?.[1];
    const known = token === undefined ? undefined : await this.data.sql.first('SELECT id FROM arcade_api_clients WHERE token_hash = ?', [hashToken(token)]);
    if (known === undefined) throw BAD_TOKEN();
  }

  private async answer(request: IncomingMessage, body: Buffer): Promise<unknown> {
    if (request.method !== 'GET' && request.method !== 'POST') throw BAD_ADDRESS();
    const parts = (request.url ?? '/').split('?', 1)[0]?.split('/').filter((part) => part !== '') ?? [];
    const json = readJson(body);
    if (parts.length === 0) {
      if (typeof json !== 'object' || json === null || Object.keys(json).length > 0) throw new ApiError(500, 'Unrecognized parameters for request.');
      return { versions: [PROTOCOL], name: this.config.networkName, email: this.config.networkEmail };
    }
    const [protocol, game, version] = parts;
    if (parts.length !== 3 || game === undefined || version === undefined) throw BAD_ADDRESS();
    if (protocol !== PROTOCOL) throw BAD_VERSION();
    const found = findGame(this.registry, game, version);
    if (found === undefined) throw UNKNOWN_GAME();
    return new Lookup(this.data, found, readLookup(json)).answer();
  }
}

function send(response: ServerResponse, status: number, answer: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const body = Buffer.from(JSON.stringify(answer));
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': body.length, 'Cache-Control': 'no-cache, must-revalidate, private' });
  response.end(body);
}
