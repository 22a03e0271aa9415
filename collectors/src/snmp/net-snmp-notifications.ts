import { notificationOidOfV1, type SnmpAccess } from '@linewatch/shared';
import snmp from 'net-snmp';
import type { RemoteInfo } from 'node:dgram';
import { indexBelow } from '../mibs/oid.js';
import { IF_INDEX } from '../mibs/if-mib.js';
import { type RawValue, SMI } from '../mibs/smi.js';
import { SNMP_TRAP_OID_0, SYS_UP_TIME_0 } from '../mibs/snmpv2-mib.js';
import { libraryUser } from './net-snmp-session.js';

/** sysUpTime.0 and snmpTrapOID.0 stand first (RFC 3416 section 4.2.6). */
const HEADER_VARBINDS = 2;

type Deliver = (datagram: Buffer, from: RemoteInfo) => void;

/** One value of a notification, not looked at yet. */
export interface NotificationVarbind extends RawValue {
  readonly oid: string;
}

/** An authentic notification, as far as it is made use of. */
export interface Notification {
  /** Whether the sender waits for an answer. */
  readonly isInform: boolean;
  /** agent-addr of a v1 trap, which is what its sender says. */
  readonly agentAddress: string | null;
  /** What came behind the header. */
  readonly varbinds: readonly NotificationVarbind[];
  /** snmpTrapOID; that of a v1 trap by P-TRAPOID. */
  readonly oid: string;
  /** Of the port it is about, where it names one. */
  readonly ifIndex: number | null;
  /** sysUpTime at the event, in hundredths of a second; null when it is left out. */
  readonly sysUpTime: number | null;
}

/** What a datagram was. An answer is not sent yet: that is for whoever keeps the notification. */
export interface Decoded {
  readonly notification: Notification | null;
  readonly answer: Buffer | null;
}

/** The library's receiver, as far as its type declarations leave it out. */
interface LibraryReceiver {
  getAuthorizer(): {
    addCommunity(community: string): void;
    deleteCommunity(community: string): void;
    addUser(user: snmp.User): void;
    deleteUser(name: string): void;
  };
}

interface LibraryVarbind {
  readonly oid: string;
  readonly type?: number;
  readonly value: unknown;
}

interface LibraryPdu {
  readonly type?: number;
  readonly enterprise?: string;
  readonly generic?: number;
  readonly specific?: number;
  readonly upTime?: number;
  readonly agentAddr?: string;
  readonly user?: string;
  readonly varbinds?: readonly LibraryVarbind[];
}

/**
 * Decodes notifications with the library's receiver, without giving it a socket: it sees one datagram at a time, with
 * the credentials of one device. What it throws is for the guard to catch.
 *
 * The receiver has no protection against replay, so that a notification is never more than a hint.
 */
export class NotificationDecoder {
  private deliver: Deliver = () => undefined;
  private decoded: LibraryPdu | null = null;
  private answer: Buffer | null = null;
  private readonly receiver: LibraryReceiver;

  constructor() {
    const socket = {
      on: (event: string, listener: (...args: never[]) => void) => {
        if (event === 'message') this.deliver = listener as unknown as Deliver;
      },
      bind: () => undefined,
      close: () => undefined,
      send: (data: Buffer) => {
        this.answer = data;
      },
    };
    this.receiver = snmp.createReceiver(
      { includeAuthentication: true, dgramModule: { createSocket: () => socket } },
      (error: Error | null, notification?: { readonly pdu?: LibraryPdu }) => {
        this.decoded = error === null ? (notification?.pdu ?? null) : null;
      },
    ) as LibraryReceiver;
  }

  /**
   * @param datagram has passed the guard
   * @param access the only credentials that count for this datagram
   * @returns `notification` null when the datagram is no authentic notification
   * @throws whatever the library throws at octets that it cannot read or answer
   */
  decode(datagram: Buffer, from: RemoteInfo, access: SnmpAccess): Decoded {
    const authorizer = this.receiver.getAuthorizer();
    this.decoded = null;
    this.answer = null;
    try {
      if (access.version === 'V3') authorizer.addUser(libraryUser(access));
      else authorizer.addCommunity(access.community);
      this.deliver(datagram, from);
    } finally {
      if (access.version === 'V3') authorizer.deleteUser(access.user);
      else authorizer.deleteCommunity(access.community);
    }
    return { notification: notificationOf(this.decoded, access), answer: this.answer };
  }
}

function notificationOf(pdu: LibraryPdu | null, access: SnmpAccess): Notification | null {
  if (!pdu) return null;
  // The library lets unauthenticated v3 messages of an empty user through.
  if (access.version === 'V3' && pdu.user !== access.user) return null;
  const varbinds = pdu.varbinds ?? [];
  const isV1 = pdu.type === snmp.PduType.Trap;
  const { enterprise = '', generic = -1, specific = -1 } = pdu;
  // The first two varbinds are the header (RFC 3416 section 4.2.6); what repeats it later means nothing.
  const oid = isV1
    ? notificationOidOfV1({ enterprise, generic, specific })
    : valueOf(varbinds, ({ oid }) => oid === SNMP_TRAP_OID_0);
  if (typeof oid !== 'string') return null;
  const sysUpTime = isV1 ? pdu.upTime : valueOf(varbinds, ({ oid }) => oid === SYS_UP_TIME_0);
  const ifIndex = valueOf(varbinds, ({ oid }) => indexBelow(oid, IF_INDEX) !== null);
  return {
    oid,
    ifIndex: numberOrNull(ifIndex),
    sysUpTime: numberOrNull(sysUpTime),
    isInform: pdu.type === snmp.PduType.InformRequest,
    agentAddress: isV1 && typeof pdu.agentAddr === 'string' ? pdu.agentAddr : null,
    varbinds: (isV1 ? varbinds : varbinds.slice(HEADER_VARBINDS)).map(rawVarbind),
  };
}

/** The library hands Counter64 and octets on as a Buffer, everything else as a plain value. */
function rawVarbind({ oid, type = SMI.OCTET_STRING, value }: LibraryVarbind): NotificationVarbind {
  const isPlain = ['string', 'number', 'bigint', 'boolean'].includes(typeof value) || Buffer.isBuffer(value);
  return { oid, type, value: isPlain ? (value as RawValue['value']) : null };
}

function valueOf(varbinds: readonly LibraryVarbind[], isWanted: (varbind: LibraryVarbind) => boolean): unknown {
  return varbinds.find(isWanted)?.value;
}

function numberOrNull(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}
