import type { SnmpAccess } from '@linewatch/shared';
import snmp from 'net-snmp';
import { usmFault } from '../mibs/usm-mib.js';
import type { ConnectedSocket } from './connected-socket.js';
import { snmpFault } from './net-snmp-faults.js';
import type { SnmpTarget } from './snmp-client.js';

/** What the library's type declarations leave out of a session: fields that its source reads at every request. */
export interface LibrarySession extends snmp.Session {
  retries: number;
  msgSecurityParameters?: { readonly msgAuthoritativeEngineID?: Buffer };
  /** Of the agent's engine, with the time that passed since it told; null before it did. */
  getEngineTime?(): { readonly engineBoots: number; readonly engineTime: number } | null;
}

const AUTH = {
  MD5: snmp.AuthProtocols.md5,
  SHA1: snmp.AuthProtocols.sha,
  SHA224: snmp.AuthProtocols.sha224,
  SHA256: snmp.AuthProtocols.sha256,
  SHA384: snmp.AuthProtocols.sha384,
  SHA512: snmp.AuthProtocols.sha512,
} as const;

const PRIVACY = {
  DES: snmp.PrivProtocols.des,
  AES128: snmp.PrivProtocols.aes,
  AES256B: snmp.PrivProtocols.aes256b,
  AES256R: snmp.PrivProtocols.aes256r,
} as const;

/** The library's form of a v3 user. Always authPriv: the access of a v3 device has both keys. */
export function libraryUser(access: Extract<SnmpAccess, { version: 'V3' }>): snmp.User {
  return {
    name: access.user,
    level: snmp.SecurityLevel.authPriv,
    authProtocol: AUTH[access.authProtocol],
    authKey: access.authKey,
    privProtocol: PRIVACY[access.privProtocol],
    privKey: access.privKey,
  };
}

/**
 * A session of the library over a socket that is open already.
 *
 * Checks of the order of OIDs are off here because the library's are too weak (equal OIDs pass) and, for
 * endOfMibView, stricter than many agents; the client and the walk do their own.
 * Range checks of INTEGERs stay off too: they are one switch for the whole process and refuse agents that send
 * unsigned values as INTEGER.
 */
export function openSession({ address, port, access, profile }: SnmpTarget, socket: ConnectedSocket): LibrarySession {
  const options = {
    port,
    timeout: profile.timeoutMs,
    retries: profile.retries,
    backoff: profile.backoff,
    reportOidMismatchErrors: false,
    backwardsGetNexts: true,
    dgramModule: { createSocket: () => socket },
  };
  const session = (
    access.version === 'V3'
      ? snmp.createV3Session(address, libraryUser(access), { ...options, context: access.contextName })
      : snmp.createSession(address, access.community, {
          ...options,
          version: access.version === 'V1' ? snmp.Version1 : snmp.Version2c,
        })
  ) as LibrarySession;

  session.on('error', () => {
    socket.countUnreadable();
  });
  // The library turns a Report into English; the counter that it names says it exactly (RFC 3414 section 3.2).
  session.userSecurityModelError = (request, oid) => {
    request.responseCb(snmpFault(usmFault(oid) ?? 'REFUSED') as never);
  };
  return session;
}
