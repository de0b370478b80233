import { describe, expect, it } from 'vitest';
import type { Config, Parameter } from './api.js';
import { brief, change, countChanges, isChanged, labelOf, matches, valueOf } from './draft.js';

const config: Config = { server: { hostname: 'One', motd: ['a'], max_players: 64 }, basic: {}, profile: {}, launch: {}, rcon: {}, revision: 3 };

describe('a draft', () => {
  it('holds what was changed, by section', () => {
    const draft = change(change({}, config, 'server', 'hostname', 'Two'), config, 'basic', 'max_msg_send', 256);
    expect(draft).toEqual({ server: { hostname: 'Two' }, basic: { max_msg_send: 256 } });
    expect(countChanges(draft)).toBe(2);
    expect(valueOf(draft, config, 'server', 'hostname')).toBe('Two');
    expect(valueOf(draft, config, 'server', 'max_players')).toBe(64);
    expect(isChanged(draft, 'server', 'max_players')).toBe(false);
  });

  it('forgets a change that leads back, also within lists', () => {
    const draft = change(change({}, config, 'server', 'hostname', 'Two'), config, 'server', 'hostname', 'One');
    expect(draft).toEqual({});
    expect(change({}, config, 'server', 'motd', ['a'])).toEqual({});
    expect(change({}, config, 'basic', 'max_msg_send', undefined)).toEqual({});
  });

  it('takes a field back to the game’s default', () => {
    const draft = change({}, config, 'server', 'hostname', undefined);
    expect(draft).toEqual({ server: { hostname: null } });
    expect(valueOf(draft, config, 'server', 'hostname')).toBeUndefined();
  });
});

it('parameters are found by name, key, words and group', () => {
  const parameter: Parameter = { field: 'max_players', key: 'maxPlayers', group: 'identity', kind: { type: 'switch' }, help: 'Players at most.' };
  expect(['maxplayers', 'max pl', 'at most', 'IDENTITY', ''].every((words) => matches(parameter, words))).toBe(true);
  expect(matches(parameter, 'ping')).toBe(false);
  expect(labelOf('max_players')).toBe('Max players');
});

it('values are told in a few words, secrets not at all', () => {
  expect([undefined, '', 'x', 5, true, [], ['a', 'b'], { $set: true }, [{ name: 'kick', seconds: 1 }]].map(brief)).toEqual(['–', '""', 'x', '5', 'true', '[]', 'a, b', '***', 'kick 1']);
});
