import { expect, it } from 'vitest';
import { parseSearch, stringifySearch } from '../../../shell/search.js';
import { validateBackups, validateBans, validateSeen } from './search.js';

const guid = 'a'.repeat(32);

it.each([
  [validateBans, '?q=Cheater&server=3&state=lifted&lasts=forever', { q: 'Cheater', server: 3, state: 'lifted', lasts: 'forever' }],
  [validateBans, '?server=-1&state=active&lasts=any&q=', {}],
  [validateBans, '?server=1.5&state=nonsense', {}],
  [validateSeen, `?watch=true&player=${guid}&server=7`, { watch: true, player: guid, server: 7 }],
  [validateSeen, '?watch=1&player=../x', {}],
  [validateBackups, '?kind=safety&server=99999999999&q=x', { kind: 'safety' }],
])('%o reads %s', (validate: (raw: Record<string, unknown>) => object, address, expected) => {
  const search = validate(parseSearch(address));
  expect(search).toEqual(expected);
  expect(validate(parseSearch(stringifySearch(search as Record<string, unknown>)))).toEqual(expected);
});
