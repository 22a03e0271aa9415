import { lookup } from 'node:dns/promises';
import { isIP, SocketAddress } from 'node:net';
import { orAborted } from '../../clock/deadline.js';
import { faultOf } from '../net-snmp-faults.js';

/**
 * The address of a host or of a written address, as the system tells those of senders: people have several ways.
 *
 * @throws SnmpFault `NO_SUCH_HOST`, or the signal's reason
 */
export async function resolveAddress(address: string, signal: AbortSignal): Promise<string> {
  try {
    const found = isIP(address) === 0 ? await orAborted(lookup(address), signal) : { address, family: isIP(address) };
    return new SocketAddress({ address: found.address, family: found.family === 6 ? 'ipv6' : 'ipv4' }).address;
  } catch (error) {
    if (signal.aborted) throw signal.reason as Error;
    throw faultOf(error, false);
  }
}
