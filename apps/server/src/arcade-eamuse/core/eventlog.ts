import { element, type Node, s32, s64 } from '@rumpus/eamuse-protocol';

import type { Call } from '../dispatch/call.js';
import type { Handlers } from '../dispatch/game.js';

const MAX_SESSION = 1_000_000;

/** Switches the cabinet's logging off (bishi spec 3). A session is given to who has none. */
function write(call: Call): Node {
  const session = call.request.bigintAt('data/gamesession') ?? -1n;
  return element(
    'eventlog',
    s64('gamesession', session < 0n ? BigInt(1 + call.network.random(MAX_SESSION)) : session),
    s32('logsendflg', 0), s32('logerrlevel', 0), s32('evtidnosendflg', 0),
  );
}

export const eventlogHandlers: Handlers = { 'eventlog.write': write };
