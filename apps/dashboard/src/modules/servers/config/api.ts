import { queryOptions } from '@tanstack/react-query';
import { api } from '../../../api/client.js';
import { data, SERVERS_KEY, serverKey } from '../api/data.js';
import type { Answer } from '../api/types.js';

/** Sections of a configuration, each a file (or the command line). */
export const SECTIONS = ['server', 'basic', 'profile', 'launch', 'rcon'] as const;
export type Section = (typeof SECTIONS)[number];

/** Every setting, as the server describes it. */
export type Schema = Answer<'/api/config/schema'>;
/** One setting. */
export type Parameter = Schema[Section][number];
/** What values a parameter takes (arma-servers spec §3). */
export type Kind = Parameter['kind'];
export type RowColumn = Extract<Kind, { type: 'rows' }>['columns'][number];
export type Values = Record<string, unknown>;
/** Values of all sections. */
export type Sections = Record<Section, Values>;
/** The stored configuration; secrets only say that they are set (`<field>_set`). */
export type Config = Answer<'/api/servers/{id}/config'>;

/** What was changed here and not saved: `null` takes a field back to the game's default. */
export type Draft = Partial<Record<Section, Values>>;

export type Preview = Answer<'/api/servers/{id}/config/preview'>;
export type ConfigFile = Preview['files'][number];
/** One change of one section. */
export type Revision = Answer<'/api/servers/{id}/config/history'>[number];

const on = (id: number) => ({ path: { id } });

/** Languages in which the server explains the settings. */
export type SchemaLanguage = 'en' | 'de';
export const schemaQuery = (language: SchemaLanguage) => queryOptions({ queryKey: [...SERVERS_KEY, 'config-schema', language], queryFn: ({ signal }) => data<Schema>(api.GET('/api/config/schema', { params: { query: { language } }, signal })), staleTime: Infinity });
export const configQuery = (id: number) => queryOptions({ queryKey: serverKey(id, 'config'), queryFn: ({ signal }) => data<Config>(api.GET('/api/servers/{id}/config', { params: on(id), signal })) });
export const filesQuery = (id: number) => queryOptions({ queryKey: serverKey(id, 'config', 'files'), queryFn: ({ signal }) => data<Preview>(api.GET('/api/servers/{id}/config/preview', { params: on(id), signal })) });
export const historyQuery = (id: number) => queryOptions({ queryKey: serverKey(id, 'config', 'history'), queryFn: ({ signal }) => data<Revision[]>(api.GET('/api/servers/{id}/config/history', { params: on(id), signal })) });

/** What the draft would make of the files; refused with all faults at once. */
export const previewDraft = (id: number, draft: Draft): Promise<Preview> => data<Preview>(api.POST('/api/servers/{id}/config/preview', { params: on(id), body: draft as never }));

/** Saves section by section, each on top of the revision before it, so that nobody else's change is lost unseen. */
export async function saveDraft(id: number, draft: Draft, revision: number): Promise<Config | undefined> {
  let saved: Config | undefined;
  let seen = revision;
  for (const section of SECTIONS) {
    const change = draft[section];
    if (change === undefined) continue;
    saved = await data<Config>(api.PUT('/api/servers/{id}/config/{section}', { params: { path: { id, section } }, body: change, headers: { 'If-Match': `"${seen}"` } }));
    seen = saved.revision;
  }
  return saved;
}
