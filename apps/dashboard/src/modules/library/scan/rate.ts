/** A count at a time; `at` in epoch milliseconds. */
export interface Sample {
  readonly at: number;
  readonly count: number;
}

const WINDOW_MS = 10_000;

/** Adds a sample and drops those older than ten seconds, but always keeps two to measure between. */
export function addSample(samples: readonly Sample[], sample: Sample): Sample[] {
  const kept = samples.filter((one, index) => sample.at - one.at <= WINDOW_MS || index === samples.length - 1);
  return [...kept, sample];
}

/** Items a second over the samples; null before there is anything to measure. */
export function rateOf(samples: readonly Sample[]): number | null {
  const first = samples[0];
  const last = samples.at(-1);
  if (first === undefined || last === undefined || last.at - first.at < 500) return null;
  return Math.max(0, ((last.count - first.count) / (last.at - first.at)) * 1000);
}

/** Seconds until `total` at that rate; null while nobody can tell. */
export function secondsLeft(samples: readonly Sample[], total: number): number | null {
  const rate = rateOf(samples);
  const last = samples.at(-1);
  if (rate === null || rate === 0 || last === undefined || total <= 0) return null;
  return Math.max(0, total - last.count) / rate;
}
