import { randomBytes } from 'node:crypto';
import { TAG } from '../guard/ber-scanner.js';
import type { Refusal } from '../guard/refusals.js';
import type { V3Header } from '../guard/verdict.js';
import type { EngineMoment } from '../snmp-client.js';
import type { V3Access } from '../usm-keys.js';
import { headOf, integer, type RequestTemplate, tlv } from './ber-encoder.js';
import { type LeanPrivacy, UsmCipher } from './usm-cipher.js';

const VERSION_3 = 3;
const USM = 3;
const LARGEST_MESSAGE = 65_507;
/** Authenticated, encrypted, and a report is welcome. */
const FLAGS = Buffer.of(7);
const SALT_OCTETS = 8;
/** RFC 3414 section 2.2.3. */
const WINDOW_S = 150;
/** RFC 3414 section 2.2.2: an engine that was started so often is to be set up anew. */
const LAST_BOOTS = 2 ** 31 - 1;
const LATEST_TIME = 2 ** 31 - 1;

/** A different one for every message of this process, whatever its keys are (RFC 3826 section 3.1.1.1). */
let salts = randomBytes(SALT_OCTETS).readBigUInt64BE();

function freshSalt(): Buffer {
  const salt = Buffer.allocUnsafe(SALT_OCTETS);
  salts = BigInt.asUintN(64, salts + 1n);
  salt.writeBigUInt64BE(salts);
  return salt;
}

/** What stands before the encrypted part of a message, and where in it is what changes. */
interface Front {
  readonly time: number;
  readonly octets: Buffer;
  readonly idAt: number;
  readonly digestAt: number;
  readonly saltAt: number;
}

/**
 * The agent's SNMP engine as a user of it sees it, once it is known: writes requests that it takes, and opens its
 * answers (RFC 3414 section 3). Always authPriv.
 */
export class V3Engine {
  /** Context engine id and context name, as they begin every scoped PDU. */
  readonly context: Buffer;
  private readonly id: Buffer;
  private readonly user: Buffer;
  private readonly cipher: UsmCipher;
  private boots: number;
  /** The latest time that it told, and when by our clock, in ms. */
  private time: number;
  private toldAt: number;
  private front: Front | null = null;

  /** @param now a clock that never goes back, in ms */
  constructor(
    access: V3Access,
    privacy: LeanPrivacy,
    private readonly moment: EngineMoment,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.id = Buffer.from(moment.engineId, 'hex');
    this.user = Buffer.from(access.user);
    this.cipher = new UsmCipher(access, privacy, this.id);
    this.context = Buffer.concat([
      tlv(TAG.OCTET_STRING, this.id),
      tlv(TAG.OCTET_STRING, Buffer.from(access.contextName)),
    ]);
    this.boots = moment.boots;
    this.time = moment.time;
    this.toldAt = now();
  }

  get idOctets(): number {
    return this.id.length;
  }

  /** What it told last of its time, with what passed since. */
  get engineMoment(): EngineMoment {
    return { engineId: this.moment.engineId, boots: this.boots, time: this.timeNow() };
  }

  /** A whole message with the PDU, sent under the id that the PDU gets. */
  request(pdu: RequestTemplate, id: number): Buffer {
    const { cipher, boots } = this;
    const time = this.timeNow();
    const front = this.front?.time === time ? this.front : this.frontOf(boots, time);
    this.front = front;
    const salt = freshSalt();
    const encrypted = cipher.encrypt(this.scoped(pdu, id), boots, time, salt);
    const length = headOf(TAG.OCTET_STRING, encrypted.length);
    const head = headOf(TAG.SEQUENCE, front.octets.length + length.length + encrypted.length);
    const message = Buffer.concat([head, front.octets, length, encrypted]);
    message.writeInt32BE(id, head.length + front.idAt);
    salt.copy(message, head.length + front.saltAt);
    cipher.sign(message, head.length + front.digestAt);
    return message;
  }

  /**
   * Opens an answer, after all checks of RFC 3414 section 3.2.
   *
   * @param octets the whole message, which loses its digest
   * @param header what the guard found in it
   * @returns the scoped PDU; null for a message that is not encrypted, such as a report: another has to look at it
   */
  open(octets: Buffer, header: V3Header): Buffer | Refusal | null {
    if (!header.isEncrypted) return null;
    if (!header.engineId.equals(this.id)) return 'OTHER_ENGINE';
    if (!header.user.equals(this.user)) return 'V3_HEADER';
    if (!this.cipher.isSigned(octets, header.digest)) return 'WRONG_DIGEST';
    const { boots, time } = header;
    if (!this.isTimely(boots, time)) return 'TIME_WINDOW';
    this.learn(boots, time);
    return this.cipher.decrypt(header.payload, boots, time, header.salt);
  }

  /** RFC 3414 section 3.2, step 7b (2). */
  private isTimely(boots: number, time: number): boolean {
    if (boots !== this.boots) return boots > this.boots && boots < LAST_BOOTS;
    return boots < LAST_BOOTS && time >= this.timeNow() - WINDOW_S;
  }

  /** RFC 3414 section 3.2, step 7b (1). */
  private learn(boots: number, time: number): void {
    if (boots < this.boots || (boots === this.boots && time <= this.time)) return;
    this.boots = boots;
    this.time = time;
    this.toldAt = this.now();
    this.front = null;
  }

  private timeNow(): number {
    return Math.min(LATEST_TIME, this.time + Math.floor((this.now() - this.toldAt) / 1_000));
  }

  private scoped(pdu: RequestTemplate, id: number): Buffer {
    const { context } = this;
    const head = headOf(TAG.SEQUENCE, context.length + pdu.octets.length);
    const scoped = Buffer.concat([head, context, pdu.octets]);
    scoped.writeInt32BE(id, head.length + context.length + pdu.idAt);
    return scoped;
  }

  /** Header and security parameters (RFC 3412 section 6, RFC 3414 section 2.4), with zeros for id, digest and salt. */
  private frontOf(boots: number, time: number): Front {
    const id = Buffer.from([TAG.INTEGER, 4, 0, 0, 0, 0]);
    const behindId = Buffer.concat([integer(LARGEST_MESSAGE), tlv(TAG.OCTET_STRING, FLAGS), integer(USM)]);
    const header = tlv(TAG.SEQUENCE, id, behindId);
    const security = tlv(
      TAG.SEQUENCE,
      tlv(TAG.OCTET_STRING, this.id),
      integer(boots),
      integer(time),
      tlv(TAG.OCTET_STRING, this.user),
      tlv(TAG.OCTET_STRING, Buffer.alloc(this.cipher.digestOctets)),
      tlv(TAG.OCTET_STRING, Buffer.alloc(SALT_OCTETS)),
    );
    const version = integer(VERSION_3);
    const octets = Buffer.concat([version, header, tlv(TAG.OCTET_STRING, security)]);
    const saltAt = octets.length - SALT_OCTETS;
    return {
      ...{ time, octets, saltAt },
      idAt: version.length + header.length - behindId.length - 4,
      // Tag and length of the salt stand between the two.
      digestAt: saltAt - 2 - this.cipher.digestOctets,
    };
  }
}
