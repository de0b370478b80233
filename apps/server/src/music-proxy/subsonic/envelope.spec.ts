import { describe, expect, it } from 'vitest';
import { errorEnvelope, okEnvelope, render, toXml } from './envelope.js';
import { Parameters } from './parameters.js';

const server = { version: '1.16.1', type: 'peer', serverVersion: '9', openSubsonic: true };

describe('Parameters', () => {
  it('keeps repeated values in order, and lets the form win over the query by name', () => {
    const parameters = Parameters.of('songId=1&songId=2&u=query&f=json', 'u=form&id=7&id=8');
    expect(parameters.all('songId')).toEqual(['1', '2']);
    expect(parameters.get('u')).toBe('form');
    expect(parameters.all('id')).toEqual(['7', '8']);
  });

  it('changes values where they stand, so that a password in a form never moves to the URL', () => {
    const parameters = Parameters.of('f=xml&callback=x&songId=1', 'u=a&p=secret&id=7');
    expect(parameters.with({ f: 'json', callback: undefined, id: ['8', '9'] })).toEqual({ query: 'songId=1&f=json', form: 'u=a&p=secret&id=8&id=9' });
  });

  it('bounds counts and takes odd formats for XML', () => {
    const parameters = Parameters.of('a=5&b=-1&c=999999&d=x&f=xml%00');
    expect([parameters.count('a', 20), parameters.count('b', 20), parameters.count('c', 20), parameters.count('d', 20), parameters.count('e', 20)]).toEqual([5, 20, 500, 20, 20]);
    expect(parameters.format).toBe('xml');
  });
});

describe('render', () => {
  const envelope = okEnvelope(server, {
    searchResult3: { song: [{ id: '1', title: 'A "quoted" <b> & ü', isDir: false, year: null, artists: [{ name: 'X' }], isrc: ['AB', 'CD'] }], album: [] },
    lyrics: { artist: 'a', value: 'line 1\nline 2' },
  });

  it('writes XML by the generic rule', () => {
    expect(toXml(envelope)).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<subsonic-response xmlns="http://subsonic.org/restapi" status="ok" version="1.16.1" type="peer" serverVersion="9" openSubsonic="true">' +
        '<searchResult3><song id="1" title="A &quot;quoted&quot; &lt;b&gt; &amp; ü" isDir="false"><artists name="X"/><isrc>AB</isrc><isrc>CD</isrc></song></searchResult3>' +
        '<lyrics artist="a">line 1&#10;line 2</lyrics></subsonic-response>',
    );
  });

  it('drops what XML cannot hold', () => {
    expect(toXml(okEnvelope({}, { song: { title: 'a\u0000b\u001b\ud800c' } }))).toContain('title="abc"');
  });

  it('writes JSON and JSONP', () => {
    expect(render(errorEnvelope(server, 70, 'gone'), Parameters.of('f=json'))).toEqual({
      contentType: 'application/json; charset=utf-8',
      body: '{"subsonic-response":{"status":"failed","version":"1.16.1","type":"peer","serverVersion":"9","openSubsonic":true,"error":{"code":70,"message":"gone"}}}',
    });
    expect(render(okEnvelope({}), Parameters.of('f=jsonp&callback=my.cb'))).toEqual({ contentType: 'application/javascript; charset=utf-8', body: 'my.cb({"subsonic-response":{"status":"ok"}});' });
  });

  it('never turns a callback into script', () => {
    expect(render(okEnvelope({}), Parameters.of('f=jsonp&callback=alert(1)//')).contentType).toContain('json;');
    expect(render(okEnvelope({}), Parameters.of('f=jsonp')).body).toBe('{"subsonic-response":{"status":"ok"}}');
  });
});
