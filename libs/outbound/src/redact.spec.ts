import { describe, expect, it } from 'vitest';
import { redactHeaders, redactUrl } from './redact.js';

describe('redactUrl', () => {
  it('hides credentials in queries and user info and leaves the rest', () => {
    expect(redactUrl('https://bob:pw@h.example/rest/ping.view?u=bob&t=abc&s=1&v=1.16.1&API_KEY=x&%70=secret&query=p')).toBe(
      'https://h.example/rest/ping.view?u=***&t=***&s=***&v=1.16.1&API_KEY=***&%70=***&query=p',
    );
  });

  it('takes a bare path, a broken escape and empty values', () => {
    expect(redactUrl('/a?token=x%zz&p=&q=1')).toBe('/a?token=***&p=&q=1');
  });
});

describe('redactHeaders', () => {
  it('hides credential headers whatever their case', () => {
    expect(redactHeaders({ Authorization: 'Bearer x', 'X-Emby-Token': 'y', accept: 'a', 'x-nd-authorization': 'z', cookie: ['a', 'b'], gone: undefined })).toEqual({
      Authorization: '***', 'X-Emby-Token': '***', accept: 'a', 'x-nd-authorization': '***', cookie: '***',
    });
  });
});
