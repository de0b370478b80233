import { describe, expect, it } from 'vitest';
import { foldArtist, foldText, plainTitle, recordingTags, titleKey } from './normalise.js';

describe('foldText', () => {
  it.each([
    ['  Beyoncé ', 'beyonce'],
    ['Jay-Z', 'jay z'],
    ["Don't Stop", 'dont stop'],
    ['AC/DC', 'acdc'],
    ['P!nk', 'pnk'],
    ['H3ll0 W0rld', 'hello world'],
    ['U2', 'u2'],
    ['1999', '1999'],
    ['!!!', '!!!'],
    ['???', '???'],
    ['初音ミク', '初音ミク'],
    ['Sigur  Rós', 'sigur ros'],
  ])('%s → %s', (from, to) => {
    expect(foldText(from)).toBe(to.normalize('NFD').replace(/\p{M}/gu, ''));
  });
});

describe('foldArtist', () => {
  it('folds "&" and drops a leading article, but not the whole name', () => {
    expect(foldArtist('The Beatles')).toBe('beatles');
    expect(foldArtist('Simon & Garfunkel')).toBe(foldArtist('simon and garfunkel'));
    expect(foldArtist('The The')).toBe('the');
    expect(foldArtist('The')).toBe('the');
  });
});

describe('plainTitle', () => {
  it.each([
    ['Song (feat. Someone)', 'Song'],
    ['Song [ft. Someone & Other]', 'Song'],
    ['Song feat. Someone', 'Song'],
    ['Song (with Someone)', 'Song'],
    ['Dancing With Myself', 'Dancing With Myself'],
    ['Song - Remastered 2011', 'Song'],
    ['Song - 2011 Remaster', 'Song'],
    ['Song (Remastered)', 'Song'],
    ['Song - Single Version', 'Song'],
    ['Song (Official Video)', 'Song'],
    ['Song [Official Lyric Video]', 'Song'],
    ['Song (Official Audio)', 'Song'],
    ['Song - From "The Film"', 'Song'],
    ['Song (Deluxe Edition)', 'Song'],
    ['Song - Bonus Track', 'Song'],
    ['Song - Live', 'Song - Live'],
    ['Song (Live at Home) [Remastered]', 'Song (Live at Home)'],
    ['(feat. Nobody)', '(feat. Nobody)'],
    ['From Here to There', 'From Here to There'],
    ['Ftp', 'Ftp'],
  ])('%s → %s', (from, to) => {
    expect(plainTitle(from)).toBe(to);
  });
});

describe('recordingTags', () => {
  it('finds markers in brackets and after dashes only', () => {
    expect(recordingTags('Song - Live at Wembley')).toEqual(['live']);
    expect(recordingTags('Song (Extended Mix) [Explicit]')).toEqual(['explicit', 'extended']);
    expect(recordingTags('Live and Let Die')).toEqual([]);
    expect(recordingTags('Clean')).toEqual([]);
  });
});

describe('titleKey', () => {
  it('brings editions together and keeps recordings apart', () => {
    expect(titleKey('Héroes - 2017 Remaster')).toBe(titleKey('heroes'));
    expect(titleKey('Song (Live)')).not.toBe(titleKey('Song'));
    expect(titleKey('Song (Live)')).not.toBe(titleKey('Song (Acoustic)'));
  });
});
