import { randomBytes } from 'node:crypto';
import type { PracticeDevice } from '../model/practice-device.js';
import { BerReader, MalformedMessage } from './ber-reader.js';
import { PDU, TAG } from './ber-tags.js';
import { type BerWriter, encodeObjectIdentifier } from './ber-writer.js';
import type { MibView } from './mib-view.js';
import { appendAnswer, appendNotAuthorized, LARGEST_MESSAGE, wrapPdu } from './pdu-answer.js';
import { type PduRequest, readPduRequest } from './pdu-request.js';
import { UsmUser, type V3Access } from './usm-user.js';
import { readV3Message, type V3Envelope, type V3Message, v3Overhead, wrapV3 } from './v3-message.js';

const TIME_WINDOW_S = 150;
const MAX_BOOTS = 2_147_483_647;
const SMALLEST_MESSAGE = 484;
const SALT_LENGTH = 8;

/** What a Report can be about (RFC 3414 section 5, RFC 3412 section 5). */
const REPORT = {
  notInTimeWindows: reportedObject('1.3.6.1.6.3.15.1.1.2.0'),
  unknownUserNames: reportedObject('1.3.6.1.6.3.15.1.1.3.0'),
  unknownEngineIds: reportedObject('1.3.6.1.6.3.15.1.1.4.0'),
  wrongDigests: reportedObject('1.3.6.1.6.3.15.1.1.5.0'),
  decryptionErrors: reportedObject('1.3.6.1.6.3.15.1.1.6.0'),
  unknownContexts: reportedObject('1.3.6.1.6.3.12.1.5.0'),
} as const;
type ReportReason = keyof typeof REPORT;

function reportedObject(oid: string): Buffer {
  return encodeObjectIdentifier(oid.split('.').map(Number));
}

/** What a scoped PDU says once it can be read. */
interface ScopedRequest {
  readonly contextEngineId: Buffer;
  readonly contextName: Buffer;
  readonly request: PduRequest;
}

/** How a Report is protected: a manager believes boots and time only from a signed one. */
type Protection = Pick<V3Envelope, 'keys' | 'salt'>;
const IN_THE_OPEN: Protection = { keys: null, salt: null };

/**
 * The authoritative side of USM for one device and its one user.
 *
 * @see RFC 3414 section 3.2 for the order of the checks
 */
export class V3Responder {
  private readonly keys: UsmUser;
  private readonly contextName: Buffer;
  private readonly reported = new Map<ReportReason, number>();
  private nextSalt = randomBytes(SALT_LENGTH).readBigUInt64BE();

  constructor(
    access: V3Access,
    private readonly engineId: Buffer,
    private readonly device: PracticeDevice,
    /** What the agent knows; another one after the interfaces were given other indexes. */
    public view: MibView,
  ) {
    this.keys = new UsmUser(access, engineId);
    this.contextName = Buffer.from(access.contextName);
  }

  /**
   * Writes the answer to a message, or a Report on why there is none.
   *
   * @returns whether there is something to send
   * @throws MalformedMessage when there is nothing to say to it
   */
  answer(datagram: Buffer, reader: BerReader, writer: BerWriter, now: number): boolean {
    const message = readV3Message(reader);
    if (!message.engineId.equals(this.engineId)) return this.report(writer, message, 'unknownEngineIds', now);
    if (!message.user.equals(this.keys.name)) return this.report(writer, message, 'unknownUserNames', now);
    if (!message.isAuthenticated) return this.refuse(writer, message, IN_THE_OPEN, readScopedPdu(message.payload), now);
    if (!this.keys.isAuthentic(datagram, message.authCode)) return this.report(writer, message, 'wrongDigests', now);
    const signed: Protection = { keys: this.keys, salt: null };
    if (!this.isInTimeWindow(message, now)) return this.report(writer, message, 'notInTimeWindows', now, signed);
    if (!message.isPrivate) return this.refuse(writer, message, signed, readScopedPdu(message.payload), now);
    const scoped = this.decrypt(message);
    if (scoped === null) return this.report(writer, message, 'decryptionErrors', now, signed);
    return this.answerScoped(writer, message, scoped, now);
  }

  /** Puts the message of a notification around the PDU that was written; the sender of a trap is authoritative. */
  wrapNotification(writer: BerWriter, id: number, now: number): void {
    wrapV3(writer, this.envelope(id, { keys: this.keys, salt: this.freshSalt() }, now));
  }

  private answerScoped(writer: BerWriter, message: V3Message, scoped: ScopedRequest, now: number): boolean {
    const protection: Protection = { keys: this.keys, salt: this.freshSalt() };
    if (!scoped.contextEngineId.equals(this.engineId)) throw new MalformedMessage('The context is at another engine');
    if (!scoped.contextName.equals(this.contextName)) {
      return this.report(writer, message, 'unknownContexts', now, protection);
    }
    const envelope = this.envelope(message.id, protection, now);
    appendAnswer(writer, scoped.request, this.view, roomFor(message, envelope));
    wrapV3(writer, envelope);
    return true;
  }

  /** The user must be authPriv; a request that is less is not authorized (RFC 3415 section 3.2). */
  private refuse(
    writer: BerWriter,
    message: V3Message,
    protection: Protection,
    { request }: ScopedRequest,
    now: number,
  ): boolean {
    const envelope = this.envelope(message.id, protection, now);
    appendNotAuthorized(writer, request, roomFor(message, envelope));
    wrapV3(writer, envelope);
    return true;
  }

  private report(
    writer: BerWriter,
    message: V3Message,
    reason: ReportReason,
    now: number,
    protection: Protection = IN_THE_OPEN,
  ): boolean {
    const count = (this.reported.get(reason) ?? 0) + 1;
    this.reported.set(reason, count);
    if (!message.isReportable) return false;
    writer.appendBinding(REPORT[reason], () => {
      writer.appendUnsigned(TAG.counter32, count);
    });
    wrapPdu(writer, PDU.report, message.isPrivate ? 0 : requestIdOf(message));
    wrapV3(writer, { ...this.envelope(message.id, protection, now), user: message.user });
    return true;
  }

  private envelope(id: number, protection: Protection, now: number): V3Envelope {
    return {
      ...protection,
      id,
      engineId: this.engineId,
      moment: { boots: this.device.engineBoots, time: this.device.engineTime(now) },
      user: this.keys.name,
      contextName: this.contextName,
    };
  }

  private isInTimeWindow({ moment }: V3Message, now: number): boolean {
    const boots = this.device.engineBoots;
    const drift = Math.abs(moment.time - this.device.engineTime(now));
    return moment.boots === boots && boots < MAX_BOOTS && drift <= TIME_WINDOW_S;
  }

  /** Null when the key was another: AES never fails by itself, but what comes out is no scoped PDU. */
  private decrypt(message: V3Message): ScopedRequest | null {
    const encrypted = message.payload.octets();
    if (message.salt.length !== SALT_LENGTH) return null;
    const plain = this.keys.decrypt(encrypted, message.moment, message.salt);
    try {
      return readScopedPdu(new BerReader(plain));
    } catch (error) {
      if (error instanceof MalformedMessage) return null;
      throw error;
    }
  }

  private freshSalt(): Buffer {
    const salt = Buffer.allocUnsafe(SALT_LENGTH);
    salt.writeBigUInt64BE(this.nextSalt);
    this.nextSalt = BigInt.asUintN(64, this.nextSalt + 1n);
    return salt;
  }
}

/** Octets behind the scoped PDU are not looked at: a block cipher may have padded it. */
function readScopedPdu(reader: BerReader): ScopedRequest {
  const scoped = reader.open(TAG.sequence);
  const contextEngineId = scoped.octets();
  const contextName = scoped.octets();
  const request = readPduRequest(scoped);
  scoped.finish();
  return { contextEngineId, contextName, request };
}

/** The request-id of a message that is not encrypted, or 0 when it cannot be found out. */
function requestIdOf(message: V3Message): number {
  try {
    return readScopedPdu(message.payload.fork()).request.requestId;
  } catch (error) {
    if (error instanceof MalformedMessage) return 0;
    throw error;
  }
}

function roomFor(message: V3Message, envelope: V3Envelope): number {
  const size = Math.min(LARGEST_MESSAGE, Math.max(SMALLEST_MESSAGE, message.maxSize));
  return size - v3Overhead(envelope);
}
