import { execa } from 'execa';
import { childEnvironment } from './environment.js';
import { SupervisorError } from './errors.js';
import { applyPriority, setAffinity, type Priority } from './limits.js';
import type { OutputLog } from './output-log.js';
import type { ExitStatus } from './states.js';

/** One start of a program. Made afresh for every start, so that a restart sees new settings. */
export interface LaunchPlan {
  /** The program; never taken through a shell. */
  file: string;
  args: readonly string[];
  cwd: string;
  /** Variables added to the inherited, allow-listed ones. */
  env?: Readonly<Record<string, string>>;
  /** Which variables of this process the child may see. */
  inheritEnv?: readonly string[];
  cpuAffinity?: readonly number[];
  priority?: Priority;
}

/** A child of ours. */
export interface LaunchedProcess {
  pid: number;
  /** Resolves when it ends. */
  exit: Promise<ExitStatus>;
  /** Limits the system refused, as readable texts. */
  warnings: string[];
}

async function applyLimits(pid: number, plan: LaunchPlan): Promise<string[]> {
  const warnings: string[] = [];
  const attempt = async (what: string, apply: () => Promise<void> | void): Promise<void> => {
    try {
      await apply();
    } catch (error) {
      warnings.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  const { cpuAffinity, priority } = plan;
  if (cpuAffinity !== undefined) await attempt('CPU affinity', () => setAffinity(pid, cpuAffinity));
  if (priority !== undefined && priority !== 'normal') await attempt('priority', () => applyPriority(pid, priority));
  return warnings;
}

/**
 * Spawns a program as the leader of its own process group, with its output going into a file, so that it outlives us.
 *
 * @throws SupervisorError `spawn-failed`
 */
export async function launch(plan: LaunchPlan, output: OutputLog): Promise<LaunchedProcess> {
  const sink = await output.openForChild();
  try {
    const child = execa(plan.file, plan.args, {
      cwd: plan.cwd,
      env: childEnvironment(plan.env, plan.inheritEnv),
      extendEnv: false,
      detached: true,
      cleanup: false,
      reject: false,
      buffer: false,
      windowsHide: true,
      stdin: 'ignore',
      // Any descriptor works; the types only name the first ten.
      stdout: sink.fd as 3,
      stderr: sink.fd as 3,
    });
    const exit = new Promise<ExitStatus>((resolve) => {
      child.once('exit', (code, signal) => resolve({ code, signal }));
    });
    const { pid } = child;
    if (pid === undefined) {
      const { shortMessage } = await child;
      throw new SupervisorError('spawn-failed', shortMessage ?? 'The program could not be started');
    }
    child.unref();
    return { pid, exit, warnings: await applyLimits(pid, plan) };
  } finally {
    await sink.close();
  }
}
