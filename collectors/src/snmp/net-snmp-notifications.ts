import type { SnmpAccess } from '@linewatch/shared';
import snmp from 'net-snmp';
import type { RemoteInfo } from 'node:dgram';
import { SNMP_TRAP_OID_0, SNMP_TRAPS } from '../mibs/snmpv2-mib.js';
import { libraryUser } from './net-snmp-session.js';

type Deliver = (datagram: Buffer, from: RemoteInfo) => void;
type Answer = (data: Buffer, from: { readonly port: number; readonly address: string }) => void;

/** The library's receiver, as far as its type declarations leave it out. */
interface LibraryReceiver {
  getAuthorizer(): {
    addCommunity(community: string): void;
    deleteCommunity(community: string): void;
    addUser(user: snmp.User): void;
    deleteUser(name: string): void;
  };
}

interface LibraryNotification {
  readonly pdu?: {
    readonly type?: number;
    readonly generic?: number;
    readonly user?: string;
    readonly community?: string;
    readonly varbinds?: readonly { readonly oid: string; readonly value: unknown }[];
  };
}

/**
 * Decodes notifications with the library's receiver, without giving it a socket: it sees one datagram at a time, with
 * the credentials of one device, and whatever it throws ends here.
 *
 * The receiver has no protection against replay, so that a notification is never more than a hint.
 */
export class NotificationDecoder {
  private deliver: Deliver = () => undefined;
  private decoded: LibraryNotification | null = null;
  private readonly receiver: LibraryReceiver;

  /** @param answer sends the response to an inform */
  constructor(answer: Answer) {
    const socket = {
      on: (event: string, listener: (...args: never[]) => void) => {
        if (event === 'message') this.deliver = listener as unknown as Deliver;
      },
      bind: () => undefined,
      close: () => undefined,
      send: (data: Buffer, _offset: number, _length: number, port: number, address: string) => {
        answer(data, { port, address });
      },
    };
    this.receiver = snmp.createReceiver(
      { includeAuthentication: true, dgramModule: { createSocket: () => socket } },
      (error: Error | null, notification?: LibraryNotification) => {
        this.decoded = error === null ? (notification ?? null) : null;
      },
    ) as LibraryReceiver;
  }

  /**
   * @param access the only credentials that count for this datagram
   * @returns the notification's OID (snmpTrapOID; that of a v1 generic trap by RFC 3584 section 3.1), or null when the
   *   datagram is no authentic notification
   */
  decode(datagram: Buffer, from: RemoteInfo, access: SnmpAccess): string | null {
    const authorizer = this.receiver.getAuthorizer();
    this.decoded = null;
    try {
      if (access.version === 'V3') authorizer.addUser(libraryUser(access));
      else authorizer.addCommunity(access.community);
      this.deliver(datagram, from);
    } catch {
      // Untrusted octets: the library throws for many malformed forms, and there is no way to ask it first.
      this.decoded = null;
    } finally {
      if (access.version === 'V3') authorizer.deleteUser(access.user);
      else authorizer.deleteCommunity(access.community);
    }
    return notificationOid(this.decoded, access);
  }
}

const GENERIC_TRAPS = 6;

function notificationOid(notification: LibraryNotification | null, access: SnmpAccess): string | null {
  const pdu = notification?.pdu;
  if (!pdu) return null;
  // The library lets unauthenticated v3 messages of an empty user through.
  if (access.version === 'V3' && pdu.user !== access.user) return null;
  if (pdu.type === snmp.PduType.Trap) {
    const generic = pdu.generic ?? GENERIC_TRAPS;
    return generic < GENERIC_TRAPS ? `${SNMP_TRAPS}.${generic + 1}` : null;
  }
  const value = pdu.varbinds?.find(({ oid }) => oid === SNMP_TRAP_OID_0)?.value;
  return typeof value === 'string' ? value : null;
}
