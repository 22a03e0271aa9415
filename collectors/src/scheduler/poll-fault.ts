import type { DeviceFault } from '@linewatch/shared';
import { DeadlinePassed } from '../clock/deadline.js';
import { SnmpFault } from '../snmp/snmp-client.js';

/** A device that is not done in time has not answered, however many messages came. */
export function faultOf(error: unknown): DeviceFault {
  if (error instanceof SnmpFault) return error.fault;
  return error instanceof DeadlinePassed ? 'NO_ANSWER' : 'INTERNAL';
}
