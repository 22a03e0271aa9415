import type { RefusalCount } from './guard/guard.js';
import { LeanClient } from './lean/lean-client.js';
import { isLeanAccess, LeanV3Client } from './lean/lean-v3-client.js';
import type { SharedSockets } from './lean/shared-sockets.js';
import { NetSnmpClient } from './net-snmp-client.js';
import type { EngineMoment, SnmpClient, SnmpTarget } from './snmp-client.js';

/** A client that polls, with what traps want to know of a v3 agent. */
export interface PollingClient extends SnmpClient {
  /** What the agent's engine told last of its time, authentically (SNMPv3); null before, and in other versions. */
  readonly engineMoment: EngineMoment | null;

  /** Says whether requests from now on leave at once, where they would else wait for others to leave with. */
  hurry?(isHurried: boolean): void;
}

/**
 * The client of a device. What nearly all devices speak, v2c and v3 with AES, is read in our own lean way; the library
 * does the others.
 */
export function openClient(target: SnmpTarget, sockets: SharedSockets, refused: RefusalCount): PollingClient {
  const { access } = target;
  if (access.version === 'V2C') return new LeanClient(target, sockets);
  const isLean = access.version === 'V3' && isLeanAccess(access);
  return isLean ? new LeanV3Client(target, sockets, refused) : new NetSnmpClient(target, refused, sockets.traffic);
}
