import { describe, expect, it } from 'vitest';
import { faultOfReason } from './steam-fault.js';
import { SteamOutput, type SteamEvent } from './steam-output.js';

const all = (text: string): SteamEvent[] => new SteamOutput().feed(text);

describe('the output of steamcmd', () => {
  it.each<[string, SteamEvent]>([
    [' Update state (0x61) downloading, progress: 42.35 (123 / 456)\n', { kind: 'progress', phase: 'downloading', percent: 42.35, done: 123, total: 456 }],
    ["Success! App '233780' fully installed.\n", { kind: 'app-done', id: '233780' }],
    ["Success! App '233780' already up to date.\n", { kind: 'app-done', id: '233780' }],
    ["Error! App '233780' state is 0x202 after update job.\n", { kind: 'app-failed', code: 'DISK_FULL', reason: 'state 0x202' }],
    ["ERROR! Failed to install app '233780' (No subscription)\n", { kind: 'app-failed', code: 'NO_SUBSCRIPTION', reason: 'No subscription' }],
    ['Success. Downloaded item 450814997 to "/srv/steamapps/workshop/content/107410/450814997" (6421337 bytes) \n', { kind: 'item-done', id: '450814997', path: '/srv/steamapps/workshop/content/107410/450814997', bytes: 6_421_337 }],
    ['ERROR! Download item 450814997 failed (Access Denied).\n', { kind: 'item-failed', id: '450814997', code: 'ACCESS_DENIED', reason: 'Access Denied' }],
    ['ERROR! Download item 450814997 rejected : No subscription\n', { kind: 'item-failed', id: '450814997', code: 'NO_SUBSCRIPTION', reason: 'No subscription' }],
    ["Logging in user 'x' [U:1:0] to Steam Public...FAILED (Rate Limit Exceeded)\n", { kind: 'login-failed', code: 'RATE_LIMITED', reason: 'Rate Limit Exceeded' }],
    ['\u001b[0mERROR (Invalid Password)\n', { kind: 'login-failed', code: 'BAD_PASSWORD', reason: 'Invalid Password' }],
    ['FAILED (Two-factor code mismatch)\n', { kind: 'login-failed', code: 'GUARD_WRONG', reason: 'Two-factor code mismatch' }],
    ['FAILED (Account logon denied, need Steam Guard code)\n', { kind: 'login-failed', code: 'GUARD_NEEDED', reason: 'Account logon denied, need Steam Guard code' }],
    ['FAILED login with result code No Connection\n', { kind: 'login-failed', code: 'NO_CONNECTION', reason: 'No Connection' }],
    ['Waiting for user info...OK\n', { kind: 'logged-in' }],
    ['Please confirm the login in the Steam Mobile app on your phone.\n', { kind: 'prompt', asks: 'confirmation' }],
  ])('%s', (line, event) => {
    expect(all(line)).toEqual([event]);
  });

  it('is understood where a line is glued to the next, and where one comes in pieces', () => {
    const output = new SteamOutput();
    expect(output.feed('Downloading item 541888371 ...\nERROR! Timeout downloading item 541888371Unloading Steam API...OK')).toEqual([
      { kind: 'item-begun', id: '541888371' },
      { kind: 'item-failed', id: '541888371', code: 'TIMEOUT', reason: 'Timeout' },
    ]);
    expect(output.feed('Success. Downloaded item 4508')).toEqual([]);
    expect(output.feed('14997 to "/a b/450814997" (12')).toEqual([]);
    expect(output.feed('34 bytes)')).toEqual([{ kind: 'item-done', id: '450814997', path: '/a b/450814997', bytes: 1_234 }]);
  });

  it('asks without a line end', () => {
    const output = new SteamOutput();
    expect(output.feed("Logging in user 'x' to Steam Public...\npassword: ")).toEqual([{ kind: 'prompt', asks: 'password' }]);
    expect(output.feed('\nSteam Guard code:')).toEqual([{ kind: 'prompt', asks: 'guard' }]);
  });

  it('that says nothing of use is forgotten, however much it is', () => {
    const output = new SteamOutput();
    for (let n = 0; n < 1_000; n += 1) expect(output.feed('[  0%] Checking for available updates...\n'.repeat(10))).toEqual([]);
    expect(output.feed("Success! App '233780' fully installed.\n")).toHaveLength(1);
  });

  it('has faults of unknown kind, too', () => {
    expect([faultOfReason('Missing update files'), faultOfReason('Not enough disk space'), faultOfReason('Timeout')]).toEqual(['FAILED', 'DISK_FULL', 'TIMEOUT']);
  });
});
