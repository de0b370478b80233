import { Injectable } from '@nestjs/common';
import { OutboundError } from '@rumpus/outbound';
import type { z } from 'zod';
import { MusicProxy } from '../music-proxy.js';
import { passwordCredentials, SubsonicBackend } from '../subsonic/backend.js';
import { isArray, listAt, objectAt, textAt, type Envelope } from '../subsonic/envelope.js';
import type { Upstream, upstreamTestSchema } from './settings.dto.js';

const testMs = 5000;

/** Looks at music servers: the one in use, and one that may be used next. */
@Injectable()
export class AdminUpstreamService {
  constructor(private readonly proxy: MusicProxy) {}

  /** The server in use, with the account for scans if there is one. */
  async current(): Promise<Upstream> {
    const { subsonicUrl: url, subsonicScanUser: user, subsonicScanPassword: password } = this.proxy.settings.music;
    return await this.look(this.proxy.backend, url, user, password);
  }

  /** Another server or account; nothing is stored. */
  async test({ url, user, password }: z.output<typeof upstreamTestSchema>): Promise<Upstream> {
    const address = (url ?? this.proxy.settings.music.subsonicUrl).replace(/\/+$/, '');
    const backend = new SubsonicBackend({ url: address, timeoutMs: testMs, hop: this.proxy.hop });
    try {
      return await this.look(backend, address, user, password);
    } finally {
      await backend.close();
    }
  }

  private async look(backend: SubsonicBackend, url: string, user: string | undefined, password: string | undefined): Promise<Upstream> {
    const startedAt = performance.now();
    const unknown = { url, openSubsonic: false, extensions: [] };
    const credentials = user === undefined || password === undefined ? undefined : passwordCredentials(user, password);
    try {
      // Anyone may ping; a refusal tells as much about the server as a welcome.
      const answer = await backend.ping(credentials ?? {});
      const ms = Math.round(performance.now() - startedAt);
      const accepted = credentials && answer.status === 'ok';
      return { ...unknown, reachable: true, ...serverOf(answer), ms, extensions: await extensionsOf(backend, answer), ...(accepted === undefined ? {} : { accepted }), ...(accepted && user !== undefined ? await this.rights(backend, credentials, user) : {}) };
    } catch (error) {
      return { ...unknown, reachable: false, ms: Math.round(performance.now() - startedAt), error: explain(error) };
    }
  }

  private async rights(backend: SubsonicBackend, credentials: Record<string, string>, username: string): Promise<{ mayScan?: boolean }> {
    const answer = await backend.read('getUser', { ...credentials, username }).catch(() => undefined);
    const admin = answer && objectAt(answer, 'user')['adminRole'];
    return typeof admin === 'boolean' ? { mayScan: admin } : {};
  }
}

function serverOf(answer: Envelope): Pick<Upstream, 'version' | 'type' | 'serverVersion' | 'openSubsonic'> {
  const [version, type, serverVersion] = [textAt(answer, 'version'), textAt(answer, 'type'), textAt(answer, 'serverVersion')];
  return { ...(version ? { version } : {}), ...(type ? { type } : {}), ...(serverVersion ? { serverVersion } : {}), openSubsonic: answer['openSubsonic'] === true };
}

/** Servers that speak OpenSubsonic list their extensions to everyone. */
async function extensionsOf(backend: SubsonicBackend, answer: Envelope): Promise<Upstream['extensions']> {
  if (answer['openSubsonic'] !== true) return [];
  const listed = await backend.read('getOpenSubsonicExtensions', {}).catch(() => undefined);
  return listAt(listed, 'openSubsonicExtensions').flatMap((one) => {
    const name = textAt(one, 'name');
    const versions = one['versions'];
    return name === undefined ? [] : [{ name, versions: isArray(versions) ? versions.map(Number).filter((version) => Number.isInteger(version)) : [] }];
  });
}

function explain(error: unknown): string {
  if (!(error instanceof OutboundError)) return 'The server could not be asked';
  return error.reason === 'content' ? 'There is a server, but what it answers is not Subsonic' : error.message;
}
