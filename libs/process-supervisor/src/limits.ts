import { availableParallelism, setPriority } from 'node:os';
import { execa } from 'execa';

/** Share of the CPU against other processes. */
export type Priority = 'idle' | 'low' | 'normal' | 'high';

const NICE: Readonly<Record<Priority, number>> = { idle: 19, low: 10, normal: 0, high: -5 };

/** Whether every core exists on this host, and there is at least one. */
export function validCores(cores: readonly number[]): boolean {
  return cores.length > 0 && cores.every((core) => Number.isInteger(core) && core >= 0 && core < availableParallelism());
}

/** Pins all threads of a process to cores (Linux). @throws when the system refuses */
export async function setAffinity(pid: number, cores: readonly number[]): Promise<void> {
  if (!validCores(cores)) throw new RangeError('This host has no such core');
  await execa('taskset', ['--all-tasks', '--cpu-list', '--pid', cores.join(','), String(pid)]);
}

/** Sets the scheduling priority. @throws when the system refuses, e.g. `high` without the right to it */
export function applyPriority(pid: number, priority: Priority): void {
  setPriority(pid, NICE[priority]);
}
