import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that wait long for leases, restarts and dead peers. Vitest begins with the largest; at the end one of these would run alone. */
const SLOW = ['library/scan-survival', 'servers/outages', 'servers/faults', 'queue/kill', 'servers/hosts', 'music/stream', 'music/keeping', 'servers/schedules'];

/** Begins with what takes longest, so that all processes have something to do until the end. */
export default class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = SLOW.findIndex((name) => moduleId.includes(`/e2e/${name}.spec`));
      return at === -1 ? SLOW.length : at;
    };
    return sorted.toSorted((a, b) => rank(a) - rank(b));
  }
}
