import { asOneOf } from '../../../shell/search.js';

/** Ranges of time, in seconds. */
export const SPANS = { '1h': 3600, '6h': 21_600, '24h': 86_400, '7d': 604_800, '30d': 2_592_000 } as const;
type Span = keyof typeof SPANS;
export const SPAN_NAMES = Object.keys(SPANS) as Span[];

/** The page's address. */
export interface MetricsSearch {
  span?: Span;
  as?: 'table';
}

/** Reads the page's address. */
export function validateMetrics(raw: Record<string, unknown>): MetricsSearch {
  const [span, as] = [asOneOf(raw['span'], SPAN_NAMES), asOneOf(raw['as'], ['table'] as const)];
  return { ...(span === undefined || span === '1h' ? {} : { span }), ...(as === undefined ? {} : { as }) };
}
