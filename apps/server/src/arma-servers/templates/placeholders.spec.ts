import { describe, expect, it } from 'vitest';
import { fillPlaceholders } from './placeholders.js';

const values = { name: 'Bob\'s "A" {{id}}', game_port: 2402, id: 7 };

describe('placeholders of a template', () => {
  it('are filled wherever a text may stand, once', () => {
    const config = { server: { hostname: '{{ name }}: {{game_port}}', motd: ['Server {{id}}', 'by {{server_name}}'], max_players: 40 }, rcon: {} };
    expect(fillPlaceholders(config, values)).toEqual({
      server: { hostname: 'Bob\'s "A" {{id}}: 2402', motd: ['Server 7', 'by Bob\'s "A" {{id}}'], max_players: 40 },
      rcon: {},
    });
  });

  it('of other names are plain text', () => {
    expect(fillPlaceholders({ server: { hostname: '{{secret}} {{ process.env }} {{password}}' } }, values)).toEqual({ server: { hostname: '{{secret}} {{ process.env }} {{password}}' } });
  });

  it('are left alone in code', () => {
    const server = { extra_options: 'x = "{{name}}";', on_user_connected: 'hint "{{name}}"' };
    expect(fillPlaceholders({ server }, values)).toEqual({ server });
  });
});
