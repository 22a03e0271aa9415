import { type BerReader, MalformedMessage } from './ber-reader.js';
import { TAG } from './ber-tags.js';
import type { BerWriter } from './ber-writer.js';
import { LARGEST_MESSAGE } from './pdu-answer.js';
import type { EngineMoment, UsmUser } from './usm-user.js';

const FLAG = { auth: 1, priv: 2, reportable: 4 } as const;
const USM = 3;
export const VERSION_3 = 3;
const NOTHING = Buffer.alloc(0);

/** An SNMPv3 message with its security parameters, before anything was checked (RFC 3412 section 6, RFC 3414 section 2.4). */
export interface V3Message {
  readonly id: number;
  /** Largest message that the sender accepts, in octets. */
  readonly maxSize: number;
  readonly isAuthenticated: boolean;
  readonly isPrivate: boolean;
  readonly isReportable: boolean;
  readonly engineId: Buffer;
  readonly moment: EngineMoment;
  readonly user: Buffer;
  readonly authCode: Buffer;
  readonly salt: Buffer;
  /** The scoped PDU: a sequence, or the octets of its encryption. */
  readonly payload: BerReader;
}

/**
 * @param reader stands behind the version
 * @throws MalformedMessage when it is not well made, or of another security model than USM
 */
export function readV3Message(reader: BerReader): V3Message {
  const header = reader.open(TAG.sequence);
  const id = header.integer();
  const maxSize = header.integer();
  const flags = header.octets();
  const model = header.integer();
  header.finish();
  const flag = flags[0];
  if (flag === undefined || flags.length !== 1 || model !== USM) throw new MalformedMessage('No USM message');
  const isAuthenticated = (flag & FLAG.auth) !== 0;
  const isPrivate = (flag & FLAG.priv) !== 0;
  if (isPrivate && !isAuthenticated)
    throw new MalformedMessage('Privacy without authentication (RFC 3412 section 6.4)');
  const security = reader.openOctets().open(TAG.sequence);
  const engineId = security.octets();
  const moment = { boots: security.integer(), time: security.integer() };
  const message: V3Message = {
    id,
    maxSize,
    isAuthenticated,
    isPrivate,
    isReportable: (flag & FLAG.reportable) !== 0,
    engineId,
    moment,
    user: security.octets(),
    authCode: security.octets(),
    salt: security.octets(),
    payload: reader.fork(),
  };
  security.finish();
  reader.skip();
  reader.finish();
  return message;
}

/** How a message leaves: by which user, how far protected, in which context. */
export interface V3Envelope {
  readonly id: number;
  readonly engineId: Buffer;
  readonly moment: EngineMoment;
  readonly user: Buffer;
  /** Whose keys protect it; null sends it in the open. */
  readonly keys: UsmUser | null;
  /** A fresh value for each encrypted message, 8 octets; null leaves it readable. */
  readonly salt: Buffer | null;
  readonly contextName: Buffer;
}

/** Puts a whole SNMPv3 message around the PDU that was written, encrypted and signed as the envelope says. */
export function wrapV3(writer: BerWriter, envelope: V3Envelope): void {
  const { engineId, moment, keys, salt } = envelope;
  writer.prependOctets(envelope.contextName);
  writer.prependOctets(engineId);
  writer.wrap(TAG.sequence);
  if (keys !== null && salt !== null) {
    const scopedPdu = writer.view();
    keys.encrypt(scopedPdu, moment, salt).copy(scopedPdu);
    writer.wrap(TAG.octetString);
  }
  const securityEnd = writer.mark();
  writer.prependOctets(salt ?? NOTHING);
  writer.prependOctets(Buffer.alloc(keys?.codeLength ?? 0));
  const fromCodeToEnd = writer.length - 2;
  writer.prependOctets(envelope.user);
  writer.prependInteger(moment.time);
  writer.prependInteger(moment.boots);
  writer.prependOctets(engineId);
  writer.wrap(TAG.sequence, securityEnd);
  writer.wrap(TAG.octetString, securityEnd);
  wrapHeader(writer, envelope);
  if (keys === null) return;
  const message = writer.view();
  keys.authenticationCode(message).copy(message, message.length - fromCodeToEnd);
}

function wrapHeader(writer: BerWriter, { id, keys, salt }: V3Envelope): void {
  const headerEnd = writer.mark();
  writer.prependInteger(USM);
  writer.prependOctets(Buffer.of((keys ? FLAG.auth : 0) | (salt ? FLAG.priv : 0)));
  writer.prependInteger(LARGEST_MESSAGE);
  writer.prependInteger(id);
  writer.wrap(TAG.sequence, headerEnd);
  writer.prependInteger(VERSION_3);
  writer.wrap(TAG.sequence);
}

/** Octets that everything around the variable bindings may take at most; all parts of open length counted in full. */
export function v3Overhead(envelope: Pick<V3Envelope, 'engineId' | 'user' | 'contextName'>): number {
  const fixed = 160;
  return fixed + 2 * envelope.engineId.length + envelope.user.length + envelope.contextName.length;
}
