import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An item as Steam's public web interface shows it. */
export interface PublicItem {
  title: string;
  bytes: number;
  /** Seconds since 1970. */
  updated: number;
}

/** Steam's public calls for workshop items and collections. */
export class FakeSteamApi {
  readonly items = new Map<string, PublicItem>();
  readonly collections = new Map<string, string[]>();
  private constructor(private readonly server: Server) {}

  static async start(): Promise<FakeSteamApi> {
    const server = createServer();
    const api = new FakeSteamApi(server);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const form = new URLSearchParams(Buffer.concat(chunks).toString());
        const ids = [...form].filter(([name]) => name.startsWith('publishedfileids[')).map(([, id]) => id);
        response.setHeader('Content-Type', 'application/json');
        response.end(JSON.stringify({ response: (request.url ?? '').includes('GetCollectionDetails') ? api.collection(ids[0] ?? '') : api.details(ids) }));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return api;
  }

  get url(): string {
    return `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private details(ids: readonly string[]): object {
    const publishedfiledetails = ids.map((id) => {
      const item = this.items.get(id);
      return item === undefined ? { publishedfileid: id, result: 9 } : { publishedfileid: id, result: 1, consumer_app_id: 107_410, title: item.title, file_size: String(item.bytes), time_updated: item.updated };
    });
    return { result: 1, resultcount: ids.length, publishedfiledetails };
  }

  private collection(id: string): object {
    const children = (this.collections.get(id) ?? []).map((publishedfileid, sortorder) => ({ publishedfileid, sortorder, filetype: 0 }));
    return { result: 1, resultcount: 1, collectiondetails: [children.length === 0 ? { publishedfileid: id, result: 9 } : { publishedfileid: id, result: 1, children }] };
  }
}
