import type { SnmpAccess } from '@linewatch/shared';
import snmp from 'net-snmp';
import { libraryUser } from '../snmp/net-snmp-session.js';

const TIMEOUT_MS = 300;

/** The library's session, whose declarations leave out that an inform without varbinds may be sent. */
type InformSession = snmp.Session & {
  inform(kind: number, varbinds: object[], sent: (error: Error | null) => void): void;
};

/**
 * Sends a v3 inform of linkDown to a port of 127.0.0.1 by the net-snmp library, which asks for the receiver's engine
 * first and is content only when the inform was answered.
 *
 * @throws Error of the library when it was not
 */
export async function sendInform(access: Extract<SnmpAccess, { version: 'V3' }>, port: number): Promise<void> {
  const options = { port, trapPort: port, retries: 0, timeout: TIMEOUT_MS };
  const session = snmp.createV3Session('127.0.0.1', libraryUser(access), options) as InformSession;
  session.on('error', () => undefined);
  try {
    await new Promise<void>((resolve, reject) => {
      session.inform(snmp.TrapType.LinkDown, [], (error) => {
        if (error) reject(error);
        else resolve();
      });
    });
  } finally {
    session.close();
  }
}
