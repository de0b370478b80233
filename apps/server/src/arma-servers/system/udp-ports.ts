import { readFile } from 'node:fs/promises';

/** The local ports in a table as the kernel shows it: the second word of a row is `address:port`, in hexadecimal. */
export const portsIn = (table: string): number[] =>
  table
    .split('\n')
    .slice(1)
    .flatMap((row) => /^\s*\d+:\s+[0-9A-F]+:([0-9A-F]{4})\s/i.exec(row)?.[1] ?? [])
    .map((port) => Number.parseInt(port, 16));

/**
 * UDP ports that some program of this host holds now; undefined where the system does not tell. Looking must not take a
 * port even for a moment: a game that starts just then would fail to get it.
 */
export async function heldUdpPorts(): Promise<ReadonlySet<number> | undefined> {
  const tables = await Promise.all(['/proc/net/udp', '/proc/net/udp6'].map((path) => readFile(path, 'latin1').catch(() => undefined)));
  const known = tables.filter((table) => table !== undefined);
  return known.length === 0 ? undefined : new Set(known.flatMap(portsIn));
}
