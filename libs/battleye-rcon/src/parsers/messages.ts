/** A server message in terms of what happened. Texts nobody knows come back as `other`, never as an error. */
export type RconMessage =
  | { kind: 'admin-login'; admin: number; ip: string; port: number }
  | { kind: 'admin-chat'; admin: number; channel: string; text: string }
  | { kind: 'connected'; number: number; name: string; ip: string; port: number }
  | { kind: 'guid'; number: number; name: string; guid: string }
  | { kind: 'verified'; number: number; name: string; guid: string }
  | { kind: 'disconnected'; number: number; name: string }
  | { kind: 'kicked'; number: number; name: string; guid: string | null; reason: string }
  | { kind: 'chat'; channel: string; name: string; text: string }
  | { kind: 'filter'; filter: string; number: number; name: string; guid: string; rule: number; text: string }
  | { kind: 'status'; text: string }
  | { kind: 'other'; text: string };

type Reader = [pattern: RegExp, read: (groups: string[]) => RconMessage];

/*
 * Names are greedy and the tails fixed, and all patterns see the whole message: a player can call himself
 * `x (1.2.3.4:5) connected` or write a chat line that looks like the server's. A kick comes first because no
 * `disconnected` message follows it and its reason may end in any words.
 */
const READERS: Reader[] = [
  [
    /^Player #(-?\d+) (.*) \(([0-9a-f]{32}|-)\) has been kicked by BattlEye: (.*)$/s,
    ([number = '', name = '', guid = '', reason = '']) => ({ kind: 'kicked', number: Number(number), name, guid: guid === '-' ? null : guid, reason }),
  ],
  [
    /^Player #(\d+) (.*) \(([0-9.]+):(\d+)\) connected$/s,
    ([number = '', name = '', ip = '', port = '']) => ({ kind: 'connected', number: Number(number), name, ip, port: Number(port) }),
  ],
  [
    /^Player #(\d+) (.*) - (?:BE )?GUID: ([0-9a-f]{32})$/s,
    ([number = '', name = '', guid = '']) => ({ kind: 'guid', number: Number(number), name, guid }),
  ],
  [
    /^Verified GUID \(([0-9a-f]{32})\) of player #(\d+) (.*)$/s,
    ([guid = '', number = '', name = '']) => ({ kind: 'verified', number: Number(number), name, guid }),
  ],
  [/^Player #(\d+) (.*) disconnected$/s, ([number = '', name = '']) => ({ kind: 'disconnected', number: Number(number), name })],
  [
    /^RCon admin #(\d+) \(([^()]+):(\d+)\) logged in$/,
    ([admin = '', ip = '', port = '']) => ({ kind: 'admin-login', admin: Number(admin), ip, port: Number(port) }),
  ],
  [
    /^RCon admin #(\d+): \(((?:To )?.*?)\) (.*)$/s,
    ([admin = '', channel = '', text = '']) => ({ kind: 'admin-chat', admin: Number(admin), channel, text }),
  ],
  [
    /^(\w[\w ]*) Log: #(\d+) (.*) \(([0-9a-f]{32})\) - #(\d+)\s?(.*)$/s,
    ([filter = '', number = '', name = '', guid = '', rule = '', text = '']) => ({ kind: 'filter', filter, number: Number(number), name, guid, rule: Number(rule), text }),
  ],
  [
    /^((?:Config entry: |Connected to BE Master|Disconnected from BE Master|Failed to |Ban check timed out|Master query timed out).*)$/s,
    ([text = '']) => ({ kind: 'status', text }),
  ],
];

function parseChat(text: string, knownNames: readonly string[]): RconMessage | undefined {
  const chat = /^\((Global|Side|Command|Group|Vehicle|Direct|Lobby|Unknown)\) (.*)$/s.exec(text);
  if (chat === null) return undefined;
  const [, channel = '', rest = ''] = chat;
  // A name may hold ": " itself; the longest player who fits is the one who spoke.
  const speaker = knownNames.filter((name) => rest.startsWith(`${name}: `)).sort((a, b) => b.length - a.length)[0];
  const cut = speaker?.length ?? rest.indexOf(': ');
  if (cut < 0) return undefined;
  return { kind: 'chat', channel, name: rest.slice(0, cut), text: rest.slice(cut + 2) };
}

/**
 * Reads a server message.
 *
 * @param knownNames names of the connected players, to tell a chat line's speaker from its text
 */
export function parseMessage(text: string, knownNames: readonly string[] = []): RconMessage {
  for (const [pattern, read] of READERS) {
    const match = pattern.exec(text);
    if (match !== null) return read(match.slice(1));
  }
  return parseChat(text, knownNames) ?? { kind: 'other', text };
}
