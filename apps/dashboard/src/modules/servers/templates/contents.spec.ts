import { describe, expect, it } from 'vitest';
import type { Template } from '../api/types.js';
import type { Parameter, Schema } from '../config/api.js';
import { changedSections, startOf, withoutSecrets } from './contents.js';

const parameter = (field: string, more: Partial<Parameter> = {}): Parameter => ({ field, key: field, group: 'identity', kind: { type: 'text', min: 0, max: 10 }, help: '', ...more });
const schema: Schema = { server: [parameter('hostname', { default: 'Ours' }), parameter('password', { secret: true }), parameter('motd', { default: 'Hello' })], basic: [], profile: [], launch: [parameter('world', { default: 'empty' })], rcon: [] };
const template: Template = { id: 1, name: 'Night', description: '', settings: {}, config: { server: { hostname: 'Theirs', motd: null } }, mods: [], created_by: 'user:1', created_at: '', updated_at: '' };

describe('a template', () => {
  it('says what a server starts with; what it takes away stays away', () => {
    expect(startOf(schema, template)).toEqual({ server: { hostname: 'Theirs', motd: null }, basic: {}, profile: {}, launch: { world: 'empty' }, rcon: {} });
  });

  it('is asked for no passwords', () => {
    expect(withoutSecrets(schema).server.map(({ field }) => field)).toEqual(['hostname', 'motd']);
  });

  it('is sent the sections that changed, whole, and no others', () => {
    expect(changedSections(template, { server: { max_ping: 200 } })).toEqual({ server: { hostname: 'Theirs', motd: null, max_ping: 200 } });
    expect(changedSections(template, {})).toEqual({});
  });
});
