import { parentPort, workerData } from 'node:worker_threads';
import { CONTROL, PAGE, type SerializedError, type TaskAnswer, type TaskMessage } from './protocol.js';

/** What a task's code may use to talk to the outside while it works. */
export interface TaskContext {
  /** Says "I got on by this many bytes"; a task that never does is given up as stuck. */
  progress(bytes: number): void;
  /** Sends a part of the result ahead. */
  part(value: unknown): void;
  /** Throws when the caller has lost interest; to be called in long loops. */
  throwIfAborted(): void;
}

export type TaskHandlers = Record<string, (payload: never, context: TaskContext) => unknown>;

/** Runs in a worker thread: answers the pool's tasks, one at a time, in order. */
export function serveTasks(handlers: TaskHandlers): void {
  const port = parentPort;
  if (!port) throw new Error('serveTasks runs in a worker thread only');
  const control = new Int32Array((workerData as { control: SharedArrayBuffer }).control);
  const answer = (message: TaskAnswer): void => port.postMessage(message);
  let last: Promise<void> = Promise.resolve();
  port.on('message', (task: TaskMessage) => {
    last = last.then(() => run(task));
  });

  async function run(task: TaskMessage): Promise<void> {
    Atomics.store(control, CONTROL.pages, 0);
    Atomics.add(control, CONTROL.ticks, 1);
    Atomics.store(control, CONTROL.task, task.id);
    try {
      const handler = handlers[task.kind];
      if (!handler) throw new Error(`No handler for the task ${task.kind}`);
      answer({ id: task.id, ok: true, value: await handler(task.payload as never, contextOf(task.id)) });
    } catch (error) {
      answer({ id: task.id, ok: false, error: serialize(error) });
    } finally {
      Atomics.store(control, CONTROL.task, 0);
    }
  }

  function contextOf(id: number): TaskContext {
    let bytes = 0;
    return {
      progress: (count) => {
        bytes += count;
        Atomics.store(control, CONTROL.pages, Math.min(0x7fffffff, Math.floor(bytes / PAGE)));
        Atomics.add(control, CONTROL.ticks, 1);
      },
      part: (value) => {
        Atomics.add(control, CONTROL.ticks, 1);
        answer({ id, part: value });
      },
      throwIfAborted: () => {
        if (Atomics.load(control, CONTROL.abort) === id) throw new DOMException('The task was called off', 'AbortError');
      },
    };
  }
}

function serialize(error: unknown): SerializedError {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) };
  const code = (error as { code?: unknown }).code;
  return { name: error.name, message: error.message, ...(typeof code === 'string' ? { code } : {}) };
}
