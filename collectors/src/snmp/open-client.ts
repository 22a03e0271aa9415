import type { RefusalCount } from './guard/guard.js';
import { LeanClient } from './lean/lean-client.js';
import type { SharedSockets } from './lean/shared-sockets.js';
import { NetSnmpClient } from './net-snmp-client.js';
import type { EngineMoment, SnmpClient, SnmpTarget } from './snmp-client.js';

/** A client that polls, with what traps want to know of a v3 agent. */
export interface PollingClient extends SnmpClient {
  /** What the agent's engine told last of its time, authentically (SNMPv3); null before, and in other versions. */
  readonly engineMoment: EngineMoment | null;
}

/**
 * The client of a device: v2c has no secrets to keep and is what most devices speak, so it is read in our own lean way;
 * the library does the others.
 */
export function openClient(target: SnmpTarget, sockets: SharedSockets, refused: RefusalCount): PollingClient {
  return target.access.version === 'V2C' ? new LeanClient(target, sockets) : new NetSnmpClient(target, refused);
}
