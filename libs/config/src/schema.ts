import { arcade } from './sections/arcade.js';
import { auth, oidc } from './sections/auth.js';
import { database, queue, redis } from './sections/database.js';
import { library, metadata, sync, tasks } from './sections/library.js';
import { mail } from './sections/mail.js';
import { modules, type ModuleName } from './sections/modules.js';
import { music, musicbrainz, musicCache, scrobbling, spotify } from './sections/music.js';
import { outbound } from './sections/outbound.js';
import { log, metrics, server } from './sections/server.js';
import { servers } from './sections/servers.js';
import type { Section, SectionValues, Setting } from './setting.js';

/** Every section of the configuration, in the order in which documentation lists them. */
export const sections = {
  server, log, metrics, database, redis, queue, auth, oidc, mail, outbound, library, tasks, sync, metadata, music, musicCache, spotify, musicbrainz, scrobbling, servers, arcade,
};

/** The one setting that stands outside of a section. */
export const rootSettings = { modules };

type Sections = typeof sections;

/** The whole configuration: read-only, every value checked. Inject it with `@Inject(CONFIG)`. */
export type Config = { readonly [K in keyof Sections]: SectionValues<Sections[K]> } & { readonly modules: readonly ModuleName[] };

/** A setting with its place: `path` is the dotted key in config.yml. */
export interface PlacedSetting {
  readonly section: string | undefined;
  readonly name: string;
  readonly path: readonly string[];
  readonly setting: Setting<unknown>;
}

/** The sections with their types widened, for code that walks over all of them. */
export const sectionList = Object.entries(sections) as unknown as readonly (readonly [string, Section<Record<string, Setting<unknown>>>])[];
