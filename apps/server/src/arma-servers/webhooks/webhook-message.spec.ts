import { describe, expect, it } from 'vitest';
import { escapeDiscord, webhookBody, type WebhookEvent } from './webhook-message.js';

const event = (name: string, detail: Record<string, unknown> = {}): WebhookEvent => ({ event: name, server_id: 1, server_name: 'Altis', actor: 'system', detail, created_at: '2026-11-27T10:00:00.000Z' });
interface Discord {
  embeds: { description: string; color: number }[];
  allowed_mentions: object;
}
const discord = (...events: WebhookEvent[]): Discord => webhookBody('discord', events) as Discord;

describe('names of players in Discord', () => {
  it.each([
    ['@everyone', '\\@\u200beveryone'],
    ['<@123>', '\\<\\@\u200b123\\>'],
    ['**bold** _x_ ~~y~~ `z`', '\\*\\*bold\\*\\* \\_x\\_ \\~\\~y\\~\\~ \\`z\\`'],
    ['[click](https://evil.example)', '\\[click\\]\\(https\\:\u200b//evil.example\\)'],
    ['# big', '\\# big'],
    ['\u202egnp.exe', 'gnp.exe'],
    ['a\nb', 'ab'],
    ['back\\slash', 'back\\\\slash'],
  ])('%j', (name, expected) => {
    expect(escapeDiscord(name)).toBe(expected);
  });

  it('mention nobody, whatever they are', () => {
    const body = discord(event('player_joined', { name: '@here' }));
    expect(body.allowed_mentions).toEqual({ parse: [] });
    expect(body.embeds[0]?.description).toBe('Altis **\\@\u200bhere** joined');
  });
});

describe('messages', () => {
  it('tell what happened', () => {
    expect(discord(event('crashed', { exit_code: 139, exit_signal: null, reason: 'exit' })).embeds[0]?.description).toBe('Altis has crashed (exit code 139, exit)');
    expect(discord(event('some_new_event')).embeds[0]?.description).toBe('Altis some new event');
  });

  it('are one for many events, and never too long', () => {
    const body = discord(...Array.from({ length: 300 }, (_, index) => event('player_left', { name: `Player number ${String(index)}`, reason: 'disconnect' })), event('crashed'));
    expect(body.embeds).toHaveLength(1);
    expect(body.embeds[0]?.description.length).toBeLessThan(4_096);
    expect(body.embeds[0]?.description).toMatch(/… and \d+ more$/);
    expect(body.embeds[0]?.color).toBe(0xd9_36_3e);
  });

  it('in plain form hold the event, the last lines without passwords, and a text', () => {
    const lines = [...Array.from({ length: 40 }, (_, index) => `line ${String(index)}`), 'RConPassword hunter2'];
    const { events } = webhookBody('json', [event('crashed', { reason: 'exit', last_lines: lines })]) as { events: { text: string; detail: { last_lines: string[] } }[] };
    expect(events[0]).toMatchObject({ event: 'crashed', server_name: 'Altis', text: 'Altis has crashed (exit)' });
    expect(events[0]?.detail.last_lines).toHaveLength(10);
    expect(JSON.stringify(events)).not.toContain('hunter2');
  });
});
