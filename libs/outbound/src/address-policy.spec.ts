import { describe, expect, it } from 'vitest';
import { addressLiteral, isPublicAddress } from './address-policy.js';

describe('isPublicAddress', () => {
  it.each(['1.1.1.1', '93.184.216.34', '2606:4700:4700::1111', '2a00:1450:4001:80b::200e', '64:ff9b::101:101'])('takes %s', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each([
    '0.0.0.0', '10.1.2.3', '100.64.0.1', '127.0.0.1', '127.255.255.254', '169.254.169.254', '172.16.0.1', '172.31.255.255', '192.0.0.1',
    '192.0.2.1', '192.168.1.1', '198.18.0.1', '198.19.255.255', '198.51.100.7', '203.0.113.9', '224.0.0.1', '240.0.0.1', '255.255.255.255',
    '::', '::1', '::7f00:1', '::ffff:127.0.0.1', '::ffff:8.8.8.8', 'fe80::1', 'fe80::1%eth0', 'fc00::1', 'fd12:3456::1', 'fec0::1', 'ff02::1',
    '64:ff9b::7f00:1', '64:ff9b::a00:1', '64:ff9b:1::808:808', '2002:7f00:1::', '2001::1', '2001:db8::1', '2001:2::1', '100::1', '3fff::1',
    'localhost', '', 'not an address',
  ])('refuses %s', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});

describe('addressLiteral', () => {
  it('knows names from addresses, in the forms a URL leaves them', () => {
    expect(addressLiteral('example.org')).toBeUndefined();
    expect(addressLiteral(new URL('http://0x7f.1/').hostname)).toBe('127.0.0.1');
    expect(addressLiteral(new URL('http://2130706433/').hostname)).toBe('127.0.0.1');
    expect(addressLiteral(new URL('http://[::1]/').hostname)).toBe('::1');
  });
});
