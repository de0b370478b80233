import pidusage from 'pidusage';

/** What a process used. */
export interface ResourceSample {
  at: Date;
  /** Percent of one core since the last sample: 250 = two and a half cores. */
  cpuPercent: number;
  /** Resident memory in bytes. */
  memoryBytes: number;
}

/** Reads the use of all processes in one go. Processes that are gone are missing in the result. */
export async function sample(pids: readonly number[]): Promise<Map<number, ResourceSample>> {
  const result = new Map<number, ResourceSample>();
  if (pids.length === 0) return result;
  const at = new Date();
  const usage: Record<string, pidusage.Status | undefined> = await pidusage([...pids]).catch(() => ({}));
  for (const pid of pids) {
    const row = usage[String(pid)];
    if (row != null) result.set(pid, { at, cpuPercent: Math.max(0, row.cpu), memoryBytes: row.memory });
  }
  return result;
}
