import { queryOptions } from '@tanstack/react-query';
import { api } from '../../../api/client.js';
import { data, SERVERS_KEY, serverKey } from '../api/data.js';

/** Sections of a configuration, each a file (or the command line). */
export const SECTIONS = ['server', 'basic', 'profile', 'launch', 'rcon'] as const;
export type Section = (typeof SECTIONS)[number];

export interface RowColumn {
  name: string;
  type: 'text' | 'boolean' | 'integer' | 'number';
  min?: number;
  max?: number;
}

/** What values a parameter takes (arma-servers spec §3). */
export type Kind =
  | { type: 'text'; min: number; max: number; pattern?: string }
  | { type: 'script'; max: number }
  | { type: 'integer' | 'number'; min: number; max: number; also?: number[] }
  | { type: 'switch' }
  | { type: 'boolean' }
  | { type: 'choice'; values: { value: string | number; label: string }[] }
  | { type: 'texts'; maxItems: number; max: number; pattern?: string }
  | { type: 'numbers'; length: number; min: number; max: number }
  | { type: 'rows'; columns: RowColumn[]; maxItems: number };

/** One setting, as the server describes it. */
export interface Parameter {
  field: string;
  key: string;
  inClass?: string;
  group: string;
  kind: Kind;
  help: string;
  unit?: string;
  gameDefault?: unknown;
  default?: unknown;
  secret?: boolean;
  since?: string;
  warning?: string;
}

export type Schema = Record<Section, Parameter[]>;
export type Values = Record<string, unknown>;
/** The stored configuration; secrets only say that they are set (`<field>_set`). */
export type Config = Record<Section, Values> & { revision: number };

/** What was changed here and not saved: `null` takes a field back to the game's default. */
export type Draft = Partial<Record<Section, Values>>;

export interface ConfigFile {
  name: string;
  path: string;
  content: string;
  changed: boolean;
  diff: string;
}

export interface Preview {
  files: ConfigFile[];
  launch: { exe: string; args: string[]; command_line: string };
}

/** One change of one section. */
export interface Revision {
  id: number;
  revision: number;
  section: Section;
  before: Values;
  after: Values;
  author_id: number | null;
  created_at: string;
}

const on = (id: number) => ({ path: { id } });

export const schemaQuery = queryOptions({ queryKey: [...SERVERS_KEY, 'config-schema'], queryFn: ({ signal }) => data<Schema>(api.GET('/api/config/schema', { signal })), staleTime: Infinity });
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
