import type { DeviceFault } from '@linewatch/shared';
import snmp from 'net-snmp';
import { DeadlinePassed } from '../clock/deadline.js';
import { SnmpFault, SnmpTooBig } from './snmp-client.js';

const TEXT: Readonly<Record<DeviceFault, string>> = {
  NO_ANSWER: 'The agent did not answer in time',
  NO_SUCH_HOST: 'The host name has no address',
  PORT_CLOSED: 'Nobody listens at the agent’s port',
  AUTH_LEVEL: 'The agent does not accept this security level for the user',
  TIME_WINDOW: 'The message is outside the time window of the agent',
  UNKNOWN_USER: 'The agent does not know the user',
  UNKNOWN_ENGINE: 'The agent does not accept the engine id',
  WRONG_KEY: 'The authentication key is wrong',
  DECRYPT: 'The message could not be decrypted',
  MALFORMED: 'The answer could not be read',
  OTHER_OID: 'The agent answered with another object than the one asked for',
  REFUSED: 'The agent refused the request',
  NO_INTERFACES: 'The agent shows no interfaces',
  INTERNAL: 'The request could not be sent',
};

/** A fault with the text that belongs to it. */
export function snmpFault(fault: DeviceFault): SnmpFault {
  return new SnmpFault(fault, TEXT[fault]);
}

/**
 * What an error of the library or of the socket means for the device.
 *
 * The library's own errors go no further: their messages quote communities and text of the agent, and the digest error
 * carries the user with both keys.
 *
 * @param error as the library handed it over
 * @param unreadable whether a datagram of the agent could not be read since the request was sent
 */
export function faultOf(error: unknown, unreadable: boolean): SnmpFault {
  if (error instanceof SnmpFault) return error;
  if (error instanceof DeadlinePassed || (error instanceof Error && error.name === TIMED_OUT)) {
    return snmpFault(unreadable ? 'MALFORMED' : 'NO_ANSWER');
  }
  if (error instanceof snmp.RequestFailedError) {
    return error.status === snmp.ErrorStatus.TooBig ? new SnmpTooBig() : snmpFault('REFUSED');
  }
  if (error instanceof snmp.ResponseInvalidError) return snmpFault(faultOfResponse(Number(codeOf(error))));
  return snmpFault(faultOfSystem(codeOf(error)));
}

/** The code of a response that the library would not take. */
function faultOfResponse(code: number): DeviceFault {
  switch (code) {
    case snmp.ResponseInvalidCode.ECouldNotDecrypt:
      return 'DECRYPT';
    case snmp.ResponseInvalidCode.EAuthFailure:
      return 'WRONG_KEY';
    case snmp.ResponseInvalidCode.EReqResOidNoMatch:
      return 'OTHER_OID';
    case snmp.ResponseInvalidCode.EUnexpectedReport:
      return 'REFUSED';
    case E_NOT_IN_TIME_WINDOW:
      return 'TIME_WINDOW';
    default:
      return 'MALFORMED';
  }
}

/** Name of an error class that the type declarations leave out. */
const TIMED_OUT = 'RequestTimedOutError';
/** ResponseInvalidCode of net-snmp since 3.27; its type declarations do not have it yet. */
const E_NOT_IN_TIME_WINDOW = 14;

/** The code of a failed system call. */
function faultOfSystem(code: unknown): DeviceFault {
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EAI_NONAME':
      return 'NO_SUCH_HOST';
    case 'ECONNREFUSED':
      return 'PORT_CLOSED';
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EHOSTDOWN':
    case 'ENETDOWN':
      return 'NO_ANSWER';
    default:
      return 'INTERNAL';
  }
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}
