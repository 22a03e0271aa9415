import { readFile } from 'node:fs/promises';

const UDP_TABLE = '/proc/net/udp';
const LOCAL_ADDRESS_COLUMN = 1;

/**
 * How many datagrams the system threw away because a socket's buffer was full.
 *
 * @param table contents of /proc/net/udp: local address and port in hex in the second column, drops in the last
 * @param address IPv4 address that the socket is bound to
 * @returns null when the table has no such socket
 */
export function dropsInTable(table: string, address: string, port: number): number | null {
  const local = `${littleEndianHex(address)}:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  for (const line of table.split('\n')) {
    const columns = line.trim().split(/\s+/);
    if (columns[LOCAL_ADDRESS_COLUMN] !== local) continue;
    const drops = Number(columns.at(-1));
    return Number.isInteger(drops) ? drops : null;
  }
  return null;
}

/** @returns the drops since the socket was opened, or null where the system does not tell them (other than Linux) */
export async function kernelDrops(address: string, port: number): Promise<number | null> {
  try {
    return dropsInTable(await readFile(UDP_TABLE, 'utf8'), address, port);
  } catch {
    // There is no such file on other systems, and a container may hide it: then nothing is known.
    return null;
  }
}

/** @example littleEndianHex('127.0.0.1') // '0100007F' */
function littleEndianHex(address: string): string {
  const octets = address.split('.').map((octet) => Number(octet).toString(16).toUpperCase().padStart(2, '0'));
  return octets.reverse().join('');
}
