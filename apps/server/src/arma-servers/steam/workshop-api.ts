import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { CONFIG, type Config } from '@rumpus/config';
import { HttpClient } from '@rumpus/outbound';
import { z } from 'zod';
import { LanguardError } from '../errors.js';
import { type WorkshopItem, WORKSHOP_ID } from './steam-job.js';

const NUMBER = z.union([z.number(), z.string().regex(/^\d+$/).transform(Number)]);
const DETAILS = z.object({
  response: z.object({
    publishedfiledetails: z.array(z.looseObject({ publishedfileid: z.string(), result: z.int(), title: z.string().optional(), file_size: NUMBER.optional(), time_updated: NUMBER.optional(), consumer_app_id: NUMBER.optional() })).default([]),
  }),
});
const COLLECTION = z.object({
  response: z.object({ collectiondetails: z.array(z.looseObject({ result: z.int(), children: z.array(z.looseObject({ publishedfileid: z.string(), filetype: z.int().optional() })).default([]) })).default([]) }),
});

const ARMA3 = 107_410;
/** Steam's answer for an item that is there. */
const FOUND = 1;
const AT_A_TIME = 100;
const FILE = 0;

/** What Steam says of workshop items to everybody; no key is needed. */
@Injectable()
export class WorkshopApi implements OnApplicationShutdown {
  private readonly http: HttpClient;

  constructor(@Inject(CONFIG) config: Config) {
    const { steamApiUrl: baseUrl } = config.servers;
    this.http = new HttpClient({ name: 'steam', baseUrl, allowOrigins: [new URL(baseUrl).origin], rateLimit: { requests: 20, perMs: 10_000 } });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.http.close();
  }

  /**
   * Title, size and time of the last change, in the order asked for.
   *
   * @throws LanguardError `NOT_FOUND` for what is no item of this game; OutboundError when Steam can't be reached
   */
  async items(ids: readonly string[]): Promise<WorkshopItem[]> {
    const found = new Map<string, WorkshopItem>();
    for (let from = 0; from < ids.length; from += AT_A_TIME) for (const item of await this.some(ids.slice(from, from + AT_A_TIME))) found.set(item.id, item);
    return ids.map((id) => found.get(id) ?? { id, title: null, size_bytes: null, updated_at: null });
  }

  /** The items of a collection. @throws LanguardError `NOT_FOUND` */
  async collection(id: string): Promise<string[]> {
    const { response } = await this.http.json('/ISteamRemoteStorage/GetCollectionDetails/v1/', COLLECTION, { method: 'POST', form: { collectioncount: 1, 'publishedfileids[0]': id }, retries: 2, retryUnsafe: true });
    const [collection] = response.collectiondetails;
    const ids = collection?.result === FOUND ? collection.children.filter(({ filetype }) => (filetype ?? FILE) === FILE).map(({ publishedfileid }) => publishedfileid) : [];
    if (ids.length === 0) throw new LanguardError('NOT_FOUND', 'There is no such collection, or it is empty', { resource: 'collection', id });
    return z.array(WORKSHOP_ID).parse(ids);
  }

  private async some(ids: readonly string[]): Promise<WorkshopItem[]> {
    const form = { itemcount: ids.length, ...Object.fromEntries(ids.map((id, index) => [`publishedfileids[${String(index)}]`, id])) };
    const { response } = await this.http.json('/ISteamRemoteStorage/GetPublishedFileDetails/v1/', DETAILS, { method: 'POST', form, retries: 2, retryUnsafe: true });
    const foreign = response.publishedfiledetails.find(({ result, consumer_app_id: app }) => result !== FOUND || (app !== undefined && app !== ARMA3));
    if (foreign !== undefined) throw new LanguardError('NOT_FOUND', `The workshop of Arma 3 has no item ${foreign.publishedfileid}`, { resource: 'workshop item', id: foreign.publishedfileid });
    return response.publishedfiledetails.map(({ publishedfileid: id, title, file_size: size, time_updated: updated }) => ({ id, title: title ?? null, size_bytes: size ?? null, updated_at: updated === undefined ? null : updated * 1_000 }));
  }
}
