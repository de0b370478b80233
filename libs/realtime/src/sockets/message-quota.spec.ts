import { expect, it } from 'vitest';

import { MessageQuota } from './message-quota.js';

it('lets bursts through, drops a flood and in the end closes', () => {
  let now = 0;
  const quota = new MessageQuota(() => now);
  const verdicts = Array.from({ length: 261 }, () => quota.take());
  expect(verdicts.slice(0, 60)).toEqual(Array.from({ length: 60 }, () => 'pass'));
  expect(verdicts[60]).toBe('drop');
  expect(verdicts.at(-1)).toBe('close');
  now = 1000;
  expect(Array.from({ length: 21 }, () => quota.take()).filter((verdict) => verdict === 'pass')).toHaveLength(20);
});
