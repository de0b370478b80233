import { describe, expect, it } from 'vitest';
import { bannerText } from './banner.js';

const facts = { addresses: ['http://localhost:8080'], extra: [{ name: 'arcade', host: '0.0.0.0', port: 5730 }], dataDir: '/srv/rumpus' };

describe('bannerText', () => {
  it('shows the address, the other ports and the claim code', () => {
    const text = bannerText({ ...facts, claimCode: 'ABCD-EFGH' });
    expect(text).toContain('http://localhost:8080');
    expect(text).toContain('arcade: port 5730');
    expect(text).toContain('Claim code: ABCD-EFGH');
  });

  it('has no claim code once the server is claimed', () => {
    expect(bannerText({ ...facts, claimCode: null })).not.toMatch(/claim/i);
  });
});
