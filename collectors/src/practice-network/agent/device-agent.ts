import { randomInt } from 'node:crypto';
import type { PracticeDevice } from '../model/practice-device.js';
import type { PracticeLine } from '../model/practice-line.js';
import type { PracticePort } from '../model/practice-port.js';
import { BerReader, MalformedMessage } from './ber-reader.js';
import { PDU, TAG } from './ber-tags.js';
import { BerWriter, encodeObjectIdentifier } from './ber-writer.js';
import { deviceView } from './device-view.js';
import { dsx1LineStatus } from './line-view.js';
import type { MibView } from './mib-view.js';
import { appendAnswer, LARGEST_MESSAGE, wrapPdu } from './pdu-answer.js';
import { readPduRequest } from './pdu-request.js';
import { VERSION_3 } from './v3-message.js';
import { V3Responder } from './v3-responder.js';

const VERSION_2C = 1;
/** Everything around the variable bindings of a v2c message but the community's own octets. */
const V2C_OVERHEAD = 40;
const MAX_REQUEST_ID = 2 ** 31 - 1;
const ENGINE_ID_TEXT = 4;
const ENGINE_ID_TEXT_OCTETS = 27;

const SYS_UP_TIME = oid('1.3.6.1.2.1.1.3.0');
const SNMP_TRAP_OID = oid('1.3.6.1.6.3.1.1.4.1.0');
const IF_INDEX = '1.3.6.1.2.1.2.2.1.1';
const IF_ADMIN_STATUS = '1.3.6.1.2.1.2.2.1.7';
const IF_OPER_STATUS = '1.3.6.1.2.1.2.2.1.8';

const DSX1_LINE_STATUS = '1.3.6.1.2.1.10.18.6.1.10';
const DSX1_LINE_STATUS_LAST_CHANGE = '1.3.6.1.2.1.10.18.6.1.16';

/** RFC 3418 section 2, RFC 2863 section 6, RFC 4805 section 4. */
const TRAP_OID = {
  coldStart: oid('1.3.6.1.6.3.1.1.5.1'),
  linkDown: oid('1.3.6.1.6.3.1.1.5.3'),
  linkUp: oid('1.3.6.1.6.3.1.1.5.4'),
  dsx1LineStatusChange: oid('1.3.6.1.2.1.10.18.15.0.1'),
} as const;
export type TrapKind = keyof typeof TRAP_OID;

function oid(dotted: string): Buffer {
  return encodeObjectIdentifier(dotted.split('.').map(Number));
}

/** All messages are made one after the other, so all agents share one buffer. */
const writer = new BerWriter();

/**
 * The SNMP agent of one device: a datagram in, a datagram or silence out. Knows no socket.
 *
 * It answers from tables of its own instead of the agent of a library, because replies must be cut to one frame, GETBULK
 * must count repetitions by RFC 3416, and an engine must keep boots, time and its window by RFC 3414.
 */
export class DeviceAgent {
  readonly engineId: Buffer;
  private view: MibView;
  private readonly community: Buffer | null;
  private readonly v3: V3Responder | null;

  /**
   * @param now ms, as the device's clock says
   * @throws Error when the device's access is none that is played here
   */
  constructor(
    readonly device: PracticeDevice,
    private readonly now: () => number,
  ) {
    const { access, code, sysObjectId } = device.facts;
    if (access.version === 'V1') throw new Error(`${code}: the practice network plays SNMPv2c and v3, not v1`);
    this.engineId = engineIdOf(code, sysObjectId);
    this.view = deviceView(device, this.engineId, now);
    this.community = access.version === 'V2C' ? Buffer.from(access.community) : null;
    this.v3 = access.version === 'V3' ? new V3Responder(access, this.engineId, device, this.view) : null;
  }

  /** Shows the interfaces under the indexes that the device has now. */
  lookAgain(): void {
    this.view = deviceView(this.device, this.engineId, this.now);
    if (this.v3) this.v3.view = this.view;
  }

  /** The answer to a datagram, or null: silent device, wrong community, or nothing that an agent understands. */
  answer(datagram: Buffer): Buffer | null {
    if (this.device.isSilent) return null;
    const now = this.now();
    this.device.advance(now);
    writer.clear();
    try {
      return this.writeAnswer(datagram, now) ? writer.copy() : null;
    } catch (error) {
      // Anybody can send rubbish to a UDP port; an agent drops it (RFC 3412 section 7.2).
      if (error instanceof MalformedMessage) return null;
      throw error;
    }
  }

  /**
   * A notification about the device, or about one of its ports or the line on it: sysUpTime.0, snmpTrapOID.0 and what
   * belongs to it.
   */
  trap(kind: TrapKind, port?: PracticePort, line?: PracticeLine): Buffer {
    const now = this.now();
    writer.clear();
    writer.appendBinding(SYS_UP_TIME, () => {
      writer.appendUnsigned(TAG.timeTicks, this.device.upTimeAt(now));
    });
    writer.appendBinding(SNMP_TRAP_OID, () => {
      writer.appendEncoded(TRAP_OID[kind]);
    });
    if (port && line) this.appendLineState(port, line);
    else if (port) appendPortStates(port);
    const id = randomInt(1, MAX_REQUEST_ID);
    wrapPdu(writer, PDU.trap, id);
    if (this.v3) this.v3.wrapNotification(writer, id, now);
    else wrapCommunity(this.community ?? Buffer.alloc(0));
    return writer.copy();
  }

  private appendLineState({ facts }: PracticePort, line: PracticeLine): void {
    const ifIndex = String(facts.ifIndex);
    writer.appendBinding(oid(`${DSX1_LINE_STATUS}.${ifIndex}`), () => {
      writer.appendInteger(dsx1LineStatus(line.alarm));
    });
    writer.appendBinding(oid(`${DSX1_LINE_STATUS_LAST_CHANGE}.${ifIndex}`), () => {
      writer.appendUnsigned(TAG.timeTicks, line.changedAt === null ? 0 : this.device.upTimeAt(line.changedAt));
    });
  }

  private writeAnswer(datagram: Buffer, now: number): boolean {
    const outside = new BerReader(datagram);
    const reader = outside.open(TAG.sequence);
    outside.finish();
    const version = reader.integer();
    if (version === VERSION_3 && this.v3) return this.v3.answer(datagram, reader, writer, now);
    if (version !== VERSION_2C || this.community === null) return false;
    if (!reader.octets().equals(this.community)) return false;
    const request = readPduRequest(reader);
    reader.finish();
    appendAnswer(writer, request, this.view, LARGEST_MESSAGE - V2C_OVERHEAD - this.community.length);
    wrapCommunity(this.community);
    return true;
  }
}

function wrapCommunity(community: Buffer): void {
  writer.prependOctets(community);
  writer.prependInteger(VERSION_2C);
  writer.wrap(TAG.sequence);
}

/** ifIndex, ifAdminStatus and ifOperStatus as they are after the change (RFC 2863 section 6, linkDown). */
function appendPortStates(port: PracticePort): void {
  const { ifIndex } = port;
  const states: readonly (readonly [column: string, value: number])[] = [
    [IF_INDEX, ifIndex],
    [IF_ADMIN_STATUS, port.adminStatus],
    [IF_OPER_STATUS, port.operStatus],
  ];
  for (const [column, value] of states) {
    writer.appendBinding(oid(`${column}.${String(ifIndex)}`), () => {
      writer.appendInteger(value);
    });
  }
}

/** The maker's enterprise number, then the device's code as text (RFC 3411 section 5, SnmpEngineID). */
function engineIdOf(code: string, sysObjectId: string): Buffer {
  const enterprise = Number(sysObjectId.split('.')[6] ?? 0);
  const head = Buffer.alloc(5);
  head.writeUInt32BE(enterprise + 0x8000_0000, 0);
  head[4] = ENGINE_ID_TEXT;
  return Buffer.concat([head, Buffer.from(code).subarray(0, ENGINE_ID_TEXT_OCTETS)]);
}
