import { serveTasks } from '../../libs/storage/src/workers/serve-tasks.js';

/** A worker with every way to behave, for the tests of the pool. */
serveTasks({
  double: (n: number) => n * 2,
  fail: () => {
    throw Object.assign(new TypeError('as asked'), { code: 'EASKED' });
  },
  parts: (count: number, context) => {
    for (let i = 0; i < count; i++) context.part(i);
    return 'done';
  },
  stuck: () => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  },
  spin: (_: null, context) => {
    for (;;) {
      context.progress(4096);
      context.throwIfAborted();
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  },
  crash: () => process.exit(3),
});
