import { type GuardedEntry, RouteInventory } from '@rumpus/auth';

import type { CliCommand } from './command.js';

const demands = ({ policy }: GuardedEntry): string => {
  if (policy === undefined) return 'NOTHING DECLARED';
  if (policy.kind === 'public') return policy.foreign ? 'own sign-in' : 'public';
  return [policy.admin ? 'administrator' : '', ...policy.scopes].filter((word) => word !== '').join(' ') || 'signed in';
};

/** Shows what each route and socket event demands; the tests of the auth matrix are made from it. */
export const routesCommand: CliCommand = {
  name: 'routes',
  usage: 'routes [--json]',
  summary: 'lists every route and socket event with the scopes it demands',
  run(app, [format], print) {
    const entries = app.get(RouteInventory).all();
    if (format === '--json') print(JSON.stringify(entries));
    else for (const entry of entries) print(`${entry.method.padEnd(7)} ${entry.path.padEnd(60)} ${demands(entry)}`);
    return Promise.resolve(0);
  },
};
