import ipaddr from 'ipaddr.js';

/** Reserved blocks the address library counts as ordinary unicast. */
const extraRefused: readonly [ipaddr.IPv4 | ipaddr.IPv6, number][] = [
  [ipaddr.parse('198.18.0.0'), 15], // benchmarking, RFC 2544
  [ipaddr.parse('fec0::'), 10], // site-local, RFC 3879
  [ipaddr.parse('64:ff9b:1::'), 48], // local-use NAT64, RFC 8215
  [ipaddr.parse('100::'), 64], // discard, RFC 6666
  [ipaddr.parse('::'), 96], // IPv4-compatible, RFC 4291
  [ipaddr.parse('2001:2::'), 48], // benchmarking, RFC 5180
  [ipaddr.parse('3fff::'), 20], // documentation, RFC 9637
  [ipaddr.parse('5f00::'), 16], // segment routing, RFC 9602
];

/**
 * Whether an address literal belongs to the public internet. Loopback, private, link-local, CGNAT, benchmarking, multicast,
 * reserved, unique-local, IPv4-mapped, 6to4 and Teredo addresses do not. A NAT64 address (64:ff9b::/96) counts as the IPv4 address
 * inside it, since that is where the packet goes. Text that is no address is not public.
 */
export function isPublicAddress(address: string): boolean {
  const bare = address.replace(/%.*$/, '');
  if (!ipaddr.isValid(bare)) return false;
  const parsed = ipaddr.parse(bare);
  if (extraRefused.some(([block, bits]) => block.kind() === parsed.kind() && parsed.match(block, bits))) return false;
  const range = parsed.range();
  if (range === 'rfc6052') {
    return isPublicAddress(new ipaddr.IPv4(parsed.toByteArray().slice(12)).toString());
  }
  return range === 'unicast';
}

/** The address in a URL's host, or undefined when the host is a name. */
export function addressLiteral(hostname: string): string | undefined {
  const bare = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
  return ipaddr.isValid(bare) ? bare : undefined;
}
