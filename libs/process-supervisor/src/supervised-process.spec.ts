import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { getPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { inspect, isAlive } from './identity.js';
import { lineAppears } from './readiness.js';
import { DEFAULT_RESTART_POLICY, type RestartPolicy } from './restart-policy.js';
import { signalRung } from './stop-ladder.js';
import { SupervisedProcess, type ProcessSpec } from './supervised-process.js';
import type { Transition } from './states.js';
import { ProcessSupervisor } from './supervisor.js';

let folder: string;
const made: SupervisedProcess[] = [];
const pids = new Set<number>();

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'supervise-'));
});
afterEach(async () => {
  for (const supervised of made.splice(0)) await supervised.detach();
  for (const pid of pids) {
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // It has ended in the test.
    }
  }
  pids.clear();
  await rm(folder, { recursive: true, force: true });
});

/** A child that runs a line of JavaScript. */
function specOf(script: string, changes: Partial<ProcessSpec> & { policy?: Partial<RestartPolicy>; env?: Record<string, string> } = {}): ProcessSpec {
  const { policy, env, ...rest } = changes;
  return {
    id: 'test',
    prepare: () => Promise.resolve({ file: process.execPath, args: ['-e', script], cwd: folder, ...(env ? { env } : {}) }),
    output: () => ({ path: join(folder, 'output.log'), pollMs: 5 }),
    restart: () => ({ ...DEFAULT_RESTART_POLICY, delayMs: 30, fastCrashMs: 0, jitter: 0, ...policy }),
    stopRungs: () => [signalRung('SIGTERM', 2_000)],
    ...rest,
  };
}

function supervise(spec: ProcessSpec): { supervised: SupervisedProcess; steps: Transition[]; states: () => string[] } {
  const supervised = new SupervisedProcess(spec);
  const steps: Transition[] = [];
  supervised.on('transition', (step) => steps.push(step));
  supervised.on('spawned', ({ pid }) => pids.add(pid));
  made.push(supervised);
  return { supervised, steps, states: () => steps.map((step) => step.to) };
}

const FOREVER = 'setInterval(() => {}, 1000); console.log("ready now")';
const isIn = (supervised: SupervisedProcess, state: string): Promise<void> => vi.waitFor(() => expect(supervised.state).toBe(state), { timeout: 5_000 });

describe('starting', () => {
  it('runs once there is evidence, and not before', async () => {
    const { supervised, steps } = supervise(specOf('setTimeout(() => console.log("Host identity created."), 200); setInterval(() => {}, 1000)', { ready: [lineAppears(/Host identity created\./)] }));
    await supervised.start();
    expect(supervised.state).toBe('starting');
    await isIn(supervised, 'running');
    expect(steps.at(-1)?.reason).toBe('ready: log: Host identity created.');
  });

  it('lets only one of two simultaneous starts through', async () => {
    const { supervised } = supervise(specOf(FOREVER));
    const results = await Promise.allSettled([supervised.start(), supervised.start()]);
    expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(results.find((result) => result.status === 'rejected')).toMatchObject({ reason: { code: 'invalid-state' } });
  });

  it('gives the child its variables and nothing of ours that is not on the list', async () => {
    process.env['SECRET_OF_THE_MANAGER'] = 'x';
    const { supervised } = supervise(specOf('console.log(JSON.stringify(process.env))', { env: { EXTRA: '1' }, policy: { enabled: false } }));
    await supervised.start();
    await isIn(supervised, 'crashed');
    const environment = JSON.parse(await readFile(join(folder, 'output.log'), 'utf8')) as Record<string, string>;
    expect(environment).toMatchObject({ EXTRA: '1', PATH: process.env['PATH'] });
    expect(environment).not.toHaveProperty('SECRET_OF_THE_MANAGER');
    delete process.env['SECRET_OF_THE_MANAGER'];
  });

  it.skipIf(process.platform !== 'linux')('gives the child the cores and the priority it should have, and only warns when the system refuses', async () => {
    const plan = (cpuAffinity: number[]): ProcessSpec['prepare'] => () => Promise.resolve({ file: process.execPath, args: ['-e', FOREVER], cwd: folder, cpuAffinity, priority: 'low' });
    const { supervised } = supervise(specOf(FOREVER, { prepare: plan([0]) }));
    const warned: string[][] = [];
    supervised.on('spawned', (_identity, warnings) => warned.push(warnings));
    await supervised.start();
    const pid = supervised.identity?.pid ?? 0;
    expect(/^Cpus_allowed_list:\t(.*)$/m.exec(await readFile(`/proc/${String(pid)}/status`, 'utf8'))?.[1]).toBe('0');
    expect(getPriority(pid)).toBeGreaterThan(0);
    expect(warned).toEqual([[]]);
    await supervised.stop({ force: true });
    const other = supervise(specOf(FOREVER, { prepare: plan([4_000]) })).supervised;
    other.on('spawned', (_identity, warnings) => warned.push(warnings));
    await other.start();
    expect(warned[1]).toEqual([expect.stringContaining('CPU affinity') as string]);
    await isIn(other, 'running');
  });

  it('is an error, without restarts, when preparing fails or the program does not exist', async () => {
    const failing = supervise(specOf('', { prepare: () => Promise.reject(new Error('port in use')) }));
    await expect(failing.supervised.start()).rejects.toThrow('port in use');
    expect(failing.steps.at(-1)).toMatchObject({ to: 'error', reason: 'port in use' });
    const missing = supervise(specOf('', { prepare: () => Promise.resolve({ file: join(folder, 'no-such'), args: [], cwd: folder }) }));
    await expect(missing.supervised.start()).rejects.toMatchObject({ code: 'spawn-failed' });
    expect(missing.supervised.state).toBe('error');
  });

  it('tells about a start that takes too long, and kills it when asked to', async () => {
    const { supervised } = supervise(specOf(FOREVER, { ready: [lineAppears(/never/)], startTimeoutMs: 50, onStartTimeout: 'kill', policy: { enabled: false } }));
    const late = vi.fn();
    supervised.on('start-timeout', late);
    await supervised.start();
    await isIn(supervised, 'crashed');
    expect(late).toHaveBeenCalledOnce();
  });
});

describe('crashes', () => {
  it('are noticed with code or signal, and restarted with growing pauses until the limit', async () => {
    const { supervised, steps } = supervise(specOf('process.exit(3)', { policy: { maxRestarts: 2 } }));
    const why = new Promise((resolve) => supervised.on('given-up', resolve));
    await supervised.start();
    expect(await why).toBe('limit');
    expect(steps.map((step) => step.to)).toEqual(['starting', 'running', 'crashed', 'restarting', 'starting', 'running', 'crashed', 'restarting', 'starting', 'running', 'crashed']);
    expect(steps.filter((step) => step.to === 'restarting').map((step) => step.restartInMs)).toEqual([30, 60]);
    expect(steps.find((step) => step.to === 'crashed')?.exit).toEqual({ code: 3, signal: null });
  });

  it('by a signal are crashes too', async () => {
    const { supervised, steps } = supervise(specOf(FOREVER, { policy: { enabled: false } }));
    await supervised.start();
    await vi.waitFor(() => expect(supervised.lastLines()).toEqual(['ready now']));
    process.kill(supervised.identity?.pid ?? 0, 'SIGSEGV');
    await isIn(supervised, 'crashed');
    expect(steps.at(-1)?.exit).toEqual({ code: null, signal: 'SIGSEGV' });
    expect(supervised.lastLines()).toEqual(['ready now']);
  });

  it('end in error when the program falls at once over and over', async () => {
    const { supervised } = supervise(specOf('process.exit(1)', { policy: { maxRestarts: 100, fastCrashMs: 10_000 } }));
    await supervised.start();
    await isIn(supervised, 'error');
  });

  it('that were announced are stops', async () => {
    const { supervised, steps } = supervise(specOf('setTimeout(() => process.exit(0), 100)'));
    await supervised.start();
    supervised.expectExit('in_game_shutdown');
    await isIn(supervised, 'stopped');
    expect(steps.at(-1)?.reason).toBe('in_game_shutdown');
  });

  it('leave no orphans of the group behind', async () => {
    const child = 'require("child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" })';
    const { supervised } = supervise(specOf(`const c = ${child}; console.log("child " + c.pid); setTimeout(() => process.exit(1), 150)`, { policy: { enabled: false } }));
    await supervised.start();
    await isIn(supervised, 'crashed');
    const orphan = Number(/child (\d+)/.exec(await readFile(join(folder, 'output.log'), 'utf8'))?.[1]);
    await vi.waitFor(async () => expect(await inspect(orphan)).toBeUndefined());
  });

  it('waiting for their restart can be stopped', async () => {
    const { supervised, states } = supervise(specOf('process.exit(1)', { policy: { delayMs: 60_000 } }));
    await supervised.start();
    await isIn(supervised, 'restarting');
    await supervised.stop();
    expect(states().at(-1)).toBe('stopped');
  });
});

describe('stopping', () => {
  it('takes the first rung that works', async () => {
    const { supervised, states } = supervise(specOf(`process.on("SIGTERM", () => process.exit(0)); ${FOREVER}`, { ready: [lineAppears(/ready now/)] }));
    await supervised.start();
    await isIn(supervised, 'running');
    expect(await supervised.stop()).toMatchObject({ by: 'SIGTERM', skipped: [] });
    expect(states()).toEqual(['starting', 'running', 'stopping', 'stopped']);
  });

  it('goes on at once when a rung is closed, and kills what ignores all signals', async () => {
    const { supervised } = supervise(
      specOf(`process.on("SIGTERM", () => {}); ${FOREVER}`, {
        ready: [lineAppears(/ready now/)],
        stopRungs: () => [{ name: 'rcon', act: () => Promise.reject(new Error('no RCon')), waitMs: 60_000 }, signalRung('SIGTERM', 50)],
      }),
    );
    await supervised.start();
    await isIn(supervised, 'running');
    expect(await supervised.stop()).toMatchObject({ by: 'SIGKILL', skipped: [{ rung: 'rcon', reason: 'no RCon' }] });
    expect(supervised.state).toBe('stopped');
  });

  it('counts a rung that never answers as taken when the process goes', async () => {
    const { supervised } = supervise(
      specOf(FOREVER, {
        ready: [lineAppears(/ready now/)],
        stopRungs: () => [
          {
            name: 'rcon',
            act: async (target) => {
              await target.signal('SIGKILL');
              await new Promise(() => undefined);
            },
            waitMs: 5_000,
          },
        ],
      }),
    );
    await supervised.start();
    await isIn(supervised, 'running');
    expect(await supervised.stop()).toMatchObject({ by: 'rcon' });
  });

  it('escalates when it is asked for again with force', async () => {
    const { supervised } = supervise(specOf(`process.on("SIGTERM", () => {}); ${FOREVER}`, { ready: [lineAppears(/ready now/)], stopRungs: () => [signalRung('SIGTERM', 60_000)] }));
    await supervised.start();
    await isIn(supervised, 'running');
    const polite = supervised.stop();
    const forced = supervised.stop({ force: true });
    expect(await polite).toMatchObject({ by: 'SIGKILL' });
    expect(await forced).toMatchObject({ by: 'SIGKILL' });
  });

  it('of nothing is refused', async () => {
    const { supervised } = supervise(specOf(FOREVER));
    await expect(supervised.stop()).rejects.toMatchObject({ code: 'invalid-state' });
  });

  it('during the preparation starts nothing', async () => {
    let go: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (go = resolve));
    const spawned = vi.fn();
    const { supervised } = supervise(specOf(FOREVER, { prepare: async () => (await gate, { file: process.execPath, args: ['-e', FOREVER], cwd: folder }) }));
    supervised.on('spawned', spawned);
    const starting = supervised.start();
    const stopping = supervised.stop();
    go();
    await Promise.all([starting, stopping]);
    expect(supervised.state).toBe('stopped');
    expect(spawned).not.toHaveBeenCalled();
  });
});

describe('a new manager', () => {
  it('finds the process of the old one, reads on where that stopped, and sees its end', async () => {
    const first = supervise(specOf('let n = 0; setInterval(() => console.log("line " + n++), 20)'));
    await first.supervised.start();
    await vi.waitFor(() => expect(first.supervised.output?.lastLines().length).toBeGreaterThan(2));
    const identity = first.supervised.identity!;
    const outputOffset = first.supervised.output!.offset;
    const last = first.supervised.output!.lastLines(1)[0] ?? '';
    await first.supervised.detach();
    expect(await isAlive(identity)).toBe(true);

    const second = supervise(specOf(''));
    expect(await second.supervised.adopt({ identity, outputOffset }, 'running')).toBe(true);
    await vi.waitFor(() => expect(second.supervised.output?.lastLines().length).toBeGreaterThan(2));
    const next = Number(last.slice(5)) + 1;
    expect(second.supervised.output?.lastLines()[0]).toMatch(new RegExp(`^line (${String(next)}|${String(next + 1)})$`));
    expect(await second.supervised.stop()).toMatchObject({ by: 'SIGTERM' });
    expect(await isAlive(identity)).toBe(false);
    expect(second.states()).toEqual(['running', 'stopping', 'stopped']);
  });

  it('never touches a stranger with the same pid', async () => {
    const stranger = supervise(specOf(FOREVER));
    await stranger.supervised.start();
    const identity = stranger.supervised.identity!;
    const { supervised } = supervise(specOf(''));
    expect(await supervised.adopt({ identity: { ...identity, startTime: '1' } }, 'running')).toBe(false);
    expect(await supervised.adopt({ identity: { ...identity, bootId: 'another boot' } }, 'running')).toBe(false);
    expect(supervised.state).toBe('stopped');
    expect(await isAlive(identity)).toBe(true);
  });

  it('notices within a poll that an adopted process crashed, and restarts it', async () => {
    const first = supervise(specOf(FOREVER));
    await first.supervised.start();
    const identity = first.supervised.identity!;
    await first.supervised.detach();
    const { supervised, states } = supervise(specOf(FOREVER));
    await supervised.adopt({ identity }, 'running');
    process.kill(identity.pid, 'SIGKILL');
    await vi.waitFor(async () => {
      await supervised.poll();
      expect(states()).toEqual(['running', 'crashed', 'restarting', 'starting', 'running']);
    });
    expect(supervised.identity?.pid).not.toBe(identity.pid);
  });
});

describe('output', () => {
  it('is drained, kept as last words, and rotated without the process noticing', async () => {
    const path = join(folder, 'output.log');
    const seen: string[] = [];
    const { supervised } = supervise(
      specOf('let n = 0; setInterval(() => { for (let i = 0; i < 100; i++) console.log("line " + n++) }, 10)', {
        output: () => ({ path, maxBytes: 20_000, keep: 2, pollMs: 5, ringLines: 50, onLines: (lines) => void seen.push(...lines.map((line) => line.text)) }),
      }),
    );
    await supervised.start();
    await vi.waitFor(async () => {
      await supervised.poll();
      await readFile(`${path}.2`);
    });
    await supervised.stop();
    expect(supervised.state).toBe('stopped');
    const numbers = seen.map((line) => Number(line.slice(5)));
    expect(numbers.length).toBeGreaterThan(4_000);
    expect(numbers[0]).toBe(0);
    const archived = (await readFile(`${path}.1`, 'utf8')).split('\n');
    expect(archived.length).toBeGreaterThan(100);
  });

  it('is private', async () => {
    const { stat } = await import('node:fs/promises');
    const { supervised } = supervise(specOf(FOREVER));
    await supervised.start();
    expect((await stat(join(folder, 'output.log'))).mode & 0o777).toBe(0o600);
  });
});

describe('supervisor', () => {
  it('measures all its processes in one go and lets them live when it closes', async () => {
    const supervisor = new ProcessSupervisor({ pollMs: 20, sampleMs: 50 });
    const running = await Promise.all(
      ['a', 'b'].map(async (id) => {
        const supervised = supervisor.add(specOf(FOREVER, { id, output: () => ({ path: join(folder, `${id}.log`) }) }));
        supervised.on('spawned', ({ pid }) => pids.add(pid));
        await supervised.start();
        return supervised.identity!;
      }),
    );
    const samples = await new Promise<ReadonlyMap<string, { memoryBytes: number; cpuPercent: number }>>((resolve) => supervisor.on('samples', (reading) => reading.size === 2 && resolve(reading)));
    expect(samples.get('a')?.memoryBytes).toBeGreaterThan(1_000_000);
    expect(() => supervisor.add(specOf('', { id: 'a' }))).toThrow(RangeError);
    await supervisor.close();
    for (const identity of running) expect(await isAlive(identity)).toBe(true);
  });
});

describe('identity', () => {
  it('does not take a zombie for alive, and reads names with brackets', async () => {
    const script = 'process.title = "a) Z 1 ("; const c = require("child_process").spawn("sh", ["-c", "exit 0"], { detached: true }); console.log("zombie " + c.pid); while (true) {}';
    const { supervised } = supervise(specOf(script));
    await supervised.start();
    const path = join(folder, 'output.log');
    const zombie = await vi.waitFor(async () => {
      const found = Number(/zombie (\d+)/.exec(await readFile(path, 'utf8'))?.[1]);
      expect(found).toBeGreaterThan(0);
      expect(await readFile(`/proc/${String(found)}/stat`, 'utf8')).toContain(') Z ');
      return found;
    });
    expect(await inspect(zombie)).toBeUndefined();
    expect(await inspect(supervised.identity!.pid)).toMatchObject({ startTime: supervised.identity!.startTime });
    await supervised.stop({ force: true });
  });

  it('knows this process by both ways of looking', async () => {
    expect(await inspect(process.pid)).toMatchObject({ pid: process.pid, executable: process.execPath });
    const other = await inspect(process.pid, 'darwin');
    expect(other?.startTime).toMatch(/\d{4}$/);
    expect(await inspect(process.pid, 'darwin')).toEqual(other);
    expect(await inspect(-1)).toBeUndefined();
  });
});
