import { describe, expect, it } from 'vitest';
import { aggregateMetadata } from './aggregate-metadata.js';

describe('aggregateMetadata', () => {
  it('says nothing when no provider did', () => {
    expect(aggregateMetadata({})).toEqual({
      lists: { genres: [], franchises: [], collections: [], companies: [], game_modes: [], age_ratings: [] },
      player_count: '1',
      first_release_date: null,
      average_rating: null,
    });
  });

  it('takes each list from the first source that has one, and never merges', () => {
    const { lists } = aggregateMetadata({
      manual_metadata: { genres: [], companies: ['Me'] },
      igdb_metadata: { genres: ['RPG'], companies: ['Square'], franchises: ['Chrono'], collections: ['Chrono'] },
      moby_metadata: { genres: ['Role-playing'] },
      ss_metadata: { game_modes: ['Solo'], collections: ['ignored'] },
    });
    expect(lists).toMatchObject({ genres: ['RPG'], companies: ['Me'], franchises: ['Chrono'], collections: ['Chrono'], game_modes: ['Solo'] });
  });

  it('lets an empty manual list of age ratings stand', () => {
    const igdb_metadata = { age_ratings: [{ rating: 'E' }, { rating: 'PEGI 3' }] };
    expect(aggregateMetadata({ igdb_metadata }).lists.age_ratings).toEqual(['E', 'PEGI 3']);
    expect(aggregateMetadata({ igdb_metadata, manual_metadata: { age_ratings: [] } }).lists.age_ratings).toEqual([]);
    expect(aggregateMetadata({ launchbox_metadata: { esrb: 'T - Teen' } }).lists.age_ratings).toEqual(['T - Teen']);
  });

  it('passes over a player count of one', () => {
    expect(aggregateMetadata({ ss_metadata: { player_count: '1' }, igdb_metadata: { player_count: '4' } }).player_count).toBe('4');
  });

  it.each([
    [{ manual_metadata: { first_release_date: 794880000000 }, igdb_metadata: { first_release_date: 1 } }, 794880000000],
    [{ igdb_metadata: { first_release_date: 794880000 } }, 794880000000],
    [{ igdb_metadata: { first_release_date: null }, flashpoint_metadata: { first_release_date: '1000' } }, 1000000],
    [{ igdb_metadata: { first_release_date: -5 }, ss_metadata: { first_release_date: 'None' } }, null],
    [{ gamelist_metadata: { first_release_date: '19950311T000000' } }, 794880000000],
    [{ gamelist_metadata: { first_release_date: '00000000T000000' } }, null],
    [{ gamelist_metadata: { first_release_date: '19950231T000000' } }, null],
  ])('release date %#', (blobs, date) => expect(aggregateMetadata(blobs).first_release_date).toBe(date));

  it('averages the ratings that are there, each brought to 0-100', () => {
    expect(aggregateMetadata({ igdb_metadata: { total_rating: '90' }, moby_metadata: { moby_score: '8' }, launchbox_metadata: { community_rating: 0 } }).average_rating).toBe(85);
    expect(aggregateMetadata({ gamelist_metadata: { rating: 0.5 } }).average_rating).toBe(50);
    expect(aggregateMetadata({ ss_metadata: { ss_score: 'n/a' } }).average_rating).toBeNull();
  });
});
