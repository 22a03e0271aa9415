import { readFileSync } from 'node:fs';

/**
 * Knocks of clients (SYNs) that were dropped since the start because the queue of a listening port was full; each of
 * them is repeated after 1, 3, 7, 15 … seconds. `ListenDrops` of Linux, for all ports of the machine.
 *
 * @returns undefined where the system does not say
 */
export function knocksDropped(): number | undefined {
  const [names, numbers] = rowsOf('TcpExt:');
  const at = names?.indexOf('ListenDrops') ?? -1;
  return at < 0 ? undefined : Number(numbers?.[at]);
}

function rowsOf(group: string): string[][] {
  try {
    const lines = readFileSync('/proc/net/netstat', 'utf8').split('\n');
    return lines.filter((line) => line.startsWith(group)).map((line) => line.split(' '));
  } catch {
    return []; // Another system: it has no such file.
  }
}
