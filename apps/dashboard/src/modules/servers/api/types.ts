import type { paths } from '../../../api/generated/schema.js';

/** Paths of the API that can be asked with this method. */
type Route<Method extends 'get' | 'post' | 'put'> = { [P in keyof paths]: paths[P][Method] extends { responses: object } ? P : never }[keyof paths];

type Content<Operation> = Operation extends { responses: infer Answers } ? { [S in keyof Answers]: S extends 200 | 201 | 202 ? Answers[S] : never }[keyof Answers] : never;
type DataOf<Operation> = Content<Operation> extends { content: { 'application/json': { data: infer Data } } } ? Data : never;

/** What a route answers, without its envelope (arma-servers spec §1.1). */
export type Answer<P extends Route<Method>, Method extends 'get' | 'post' | 'put' = 'get'> = DataOf<paths[P][Method]>;

/** What a route takes. */
export type RequestBody<P extends Route<Method>, Method extends 'post' | 'put'> = paths[P][Method] extends { requestBody: { content: { 'application/json': infer Body } } } ? Body : never;

/** A server in lists. */
export type ServerSummary = Answer<'/api/servers'>[number];
/** A server with everything an operator sets. */
export type ServerDetail = Answer<'/api/servers/{id}'>;
export type ServerStatus = ServerSummary['status'];
export type PriorityName = ServerDetail['priority'];
export type PortPlan = Answer<'/api/servers/suggested-ports'>;
/** A port that a server takes, and who else wants it. */
export type ReservedPort = Answer<'/api/system/ports'>[number];

/** States of a server's process, in the order of a life. */
export const STATUSES: readonly ServerStatus[] = ['stopped', 'starting', 'running', 'stopping', 'crashed', 'restarting', 'error'];

/** What a dry run found. */
export type DryRunReport = Extract<Answer<'/api/servers/{id}/start', 'post'>, { problems: unknown }>;
/** Something that stands in the way of a start, or may spoil it. */
export type LaunchProblem = DryRunReport['problems'][number];

export type LogPage = Answer<'/api/servers/{id}/logs'>;
/** A log entry; a live one has no id yet. */
export type LogEntry = LogPage['items'][number];
export type LogLevel = LogEntry['level'];
export const LEVELS: readonly LogLevel[] = ['debug', 'info', 'warning', 'error', 'critical'];
export type LogFile = Answer<'/api/servers/{id}/logs/files'>[number];

export type MetricSeries = Answer<'/api/servers/{id}/metrics'>;
/** A reading, or the mean of several. */
export type Metric = MetricSeries['points'][number];

/** Something that happened to a server. */
export type ServerEvent = Answer<'/api/events'>['items'][number];

export type PlayerList = Answer<'/api/servers/{id}/players'>;
/** A connected player; addresses only for staff. */
export type Player = PlayerList['players'][number];
/** One visit of a player. */
export type Visit = Answer<'/api/servers/{id}/players/history'>['items'][number];
/** Somebody who was seen on any server. */
export type SeenPlayer = Answer<'/api/players'>['items'][number];
/** What is known of a BattlEye GUID. */
export type Dossier = Answer<'/api/players/{guid}'>;

/** A ban; `id` 0 is one that only the game knows. */
export type Ban = Answer<'/api/servers/{id}/bans'>[number];

/** A ban in the list over all servers. */
export type ListedBan = Answer<'/api/bans'>['items'][number];

export type HeadlessClient = Answer<'/api/servers/{id}/headless'>[number];
export type Template = Answer<'/api/templates'>[number];

export interface Paged<T> {
  items: T[];
  total: number;
  limit: number;
  offset: number;
}
