import { expect, it } from 'vitest';
import type { Exchange } from '../operation/api.js';
import { withNews } from './traffic-news.js';

const of = (...ids: number[]): Exchange[] => ids.map((id) => ({ id }) as Exchange);
const ids = (list: Exchange[] | null): number[] | null => list?.map(({ id }) => id) ?? null;

it('puts new exchanges in front, each once', () => {
  expect(ids(withNews(of(3, 2, 1), { exchanges: of(5, 4), missed: false }))).toEqual([5, 4, 3, 2, 1]);
  expect(ids(withNews(of(4, 3), { exchanges: of(5, 4), missed: false }))).toEqual([5, 4, 3]);
  expect(ids(withNews([], { exchanges: of(9), missed: false }))).toEqual([9]);
  expect(withNews(of(...Array.from({ length: 200 }, (_, index) => 200 - index)), { exchanges: of(201), missed: false })).toHaveLength(200);
});

it('asks for the whole list after a gap or a new beginning', () => {
  expect(withNews(of(3), { exchanges: [], missed: true })).toBeNull();
  expect(withNews(of(3), { exchanges: of(6), missed: false })).toBeNull();
  expect(withNews(of(500), { exchanges: of(1), missed: false })).toBeNull();
});
