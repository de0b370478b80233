import { redact } from '../logs/line-parser.js';

/** An event as it is sent. */
export interface WebhookEvent {
  event: string;
  server_id: number | null;
  server_name: string;
  actor: string;
  detail: Record<string, unknown>;
  created_at: string;
}

const MAX_LINES = 10;
const MAX_DESCRIPTION = 4_000;
const MAX_NAME = 80;
/** Characters with which Discord formats, links and mentions. */
const MARKDOWN = /[\\`*_~|>[\]()#+\-<:@]/g;
// oxlint-disable-next-line no-control-regex
const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/**
 * A text of strangers for Discord: nothing in it formats, links, mentions or turns the reading direction.
 * A backslash makes Discord show the next character as it is.
 */
export const escapeDiscord = (text: string): string => text.replaceAll(INVISIBLE, '').slice(0, MAX_NAME).replaceAll(MARKDOWN, '\\$&').replaceAll('\\@', '\\@\u200b').replaceAll('\\:', '\\:\u200b');

const texts: Readonly<Record<string, (detail: Record<string, string>) => string>> = {
  started: () => 'is starting',
  ready: () => 'is up',
  stopped: () => 'has stopped',
  crashed: ({ exit_code: code, exit_signal: signal, reason }) => `has crashed (${[code === undefined ? '' : `exit code ${code}`, signal, reason].filter((part) => part !== undefined && part !== '').join(', ')})`,
  restart_scheduled: ({ restart_in_seconds: seconds }) => `is restarted in ${seconds ?? '?'} seconds`,
  restart_given_up: ({ why }) => `is not restarted any more (${why ?? 'too many crashes'})`,
  stop_requested: ({ restart }) => (restart === 'true' ? 'is being restarted' : 'is being stopped'),
  killed: () => 'was killed',
  hang_detected: () => 'seems to hang',
  cpu_high: ({ cpu_percent: percent }) => `has a high processor load (${percent ?? '?'} % of a core)`,
  fps_low: ({ fps, players }) => `is slow: ${fps ?? '?'} frames a second with ${players ?? '?'} players`,
  no_players: ({ minutes }) => `has had no players for ${minutes ?? '?'} minutes`,
  rcon_lost: () => 'can’t be reached by RCon',
  rcon_refused: () => 'refuses the RCon password',
  player_joined: ({ name }) => `**${name ?? '?'}** joined`,
  player_left: ({ name, reason }) => `**${name ?? '?'}** left${reason === undefined || reason === 'disconnect' ? '' : ` (${reason})`}`,
  player_kicked: ({ name, reason }) => `**${name ?? '?'}** was kicked: ${reason ?? ''}`,
  player_banned: ({ identity, reason }) => `${identity ?? '?'} was banned: ${reason ?? ''}`,
  schedule_fired: ({ name, action }) => `runs the schedule ${name ?? ''} (${action ?? ''})`,
  backup_created: () => 'was backed up',
  backup_restored: () => 'was restored from a backup',
  test: () => 'says hello: this webhook works',
};

const RED = 0xd9_36_3e;
const GREEN = 0x2f_9e_44;
const GREY = 0x86_8e_96;
const COLOUR: Readonly<Record<string, number>> = { crashed: RED, restart_given_up: RED, hang_detected: RED, rcon_refused: RED, config_write_failed: RED, disk_low: RED, memory_limit: RED, job_failed: RED, ready: GREEN, player_joined: GREEN, test: GREEN };

function line({ event, server_name: server, detail }: WebhookEvent, clean: (text: string) => string): string {
  const plain = Object.fromEntries(Object.entries(detail).flatMap(([key, value]) => (['string', 'number', 'boolean'].includes(typeof value) ? [[key, clean(String(value))]] : [])));
  return `${clean(server)} ${texts[event]?.(plain) ?? event.replaceAll('_', ' ')}`;
}

/** What is told of an event: never a whole log, and no password of one. */
function told({ detail, ...event }: WebhookEvent): WebhookEvent {
  const lines = Array.isArray(detail['last_lines']) ? { last_lines: detail['last_lines'].slice(-MAX_LINES).map((text) => redact(String(text)).slice(0, 500)) } : {};
  return { ...event, detail: { ...detail, ...lines } };
}

/** The body for Discord: one embed, a line for each event, no mention of anybody. */
function discord(events: readonly WebhookEvent[]): object {
  const [first, ...more] = events;
  if (first === undefined) return {};
  const lines: string[] = [];
  let length = 0;
  for (const event of events) {
    const text = line(event, escapeDiscord);
    if (length + text.length > MAX_DESCRIPTION) break;
    lines.push(text);
    length += text.length + 1;
  }
  const left = events.length - lines.length;
  const description = [...lines, ...(left > 0 ? [`… and ${String(left)} more`] : [])].join('\n');
  const colour = events.map(({ event }) => COLOUR[event]).find((candidate) => candidate === RED) ?? COLOUR[first.event] ?? GREY;
  return { embeds: [{ description, color: colour, timestamp: (more.at(-1) ?? first).created_at }], allowed_mentions: { parse: [] } };
}

/** The body of one message about some events. */
export function webhookBody(format: 'discord' | 'json', events: readonly WebhookEvent[]): object {
  if (format === 'discord') return discord(events);
  return { events: events.map((event) => ({ ...told(event), text: line(event, (text) => text).replaceAll('**', '') })) };
}
