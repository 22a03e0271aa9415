import type { SnmpAccess } from '@linewatch/shared';
import { createHash, createHmac } from 'node:crypto';
import { TAG } from './guard/ber-scanner.js';
import type { OwnEngine } from './own-engine.js';

type V3Access = Extract<SnmpAccess, { version: 'V3' }>;

const REPORT = 0xa8;
const VERSION_3 = 3;
const USM = 3;
const LARGEST_MESSAGE = 65_507;
const FLAG_AUTHENTICATED = 1;
const KEY_SOURCE_OCTETS = 1_048_576;

/** usmStatsUnknownEngineIDs.0 and usmStatsNotInTimeWindows.0 (RFC 3414 section 5), encoded. */
const UNKNOWN_ENGINE_IDS = Buffer.from('060a2b060106030f01010400', 'hex');
const NOT_IN_TIME_WINDOWS = Buffer.from('060a2b060106030f01010200', 'hex');

/** Hash and digest length of each protocol (RFC 3414 section 6, RFC 7860 section 4). */
const AUTH = {
  MD5: ['md5', 12],
  SHA1: ['sha1', 12],
  SHA224: ['sha224', 16],
  SHA256: ['sha256', 24],
  SHA384: ['sha384', 32],
  SHA512: ['sha512', 48],
} as const;

/** Localised keys cost a millisecond each; they are forgotten with the credentials they belong to. */
const keys = new WeakMap<V3Access, Buffer>();

/** Tells an agent that asks in the open which engine it speaks to, and its time (RFC 3414 section 4, step 1). */
export function discoveryReport(engine: OwnEngine, messageId: number): Buffer {
  return message(engine, messageId, UNKNOWN_ENGINE_IDS, null).octets;
}

/** Tells a user's agent our time, signed (RFC 3414 section 4, step 2). */
export function timeReport(engine: OwnEngine, messageId: number, access: V3Access): Buffer {
  const [hash, length] = AUTH[access.authProtocol];
  const { octets, digestAt } = message(engine, messageId, NOT_IN_TIME_WINDOWS, { user: access.user, length });
  const digest = createHmac(hash, localisedKey(access, engine.id)).update(octets).digest();
  digest.copy(octets, digestAt, 0, length);
  return octets;
}

/** RFC 3414 appendix A.2: a megabyte of the repeated password, hashed, and hashed again around the engine id. */
function localisedKey(access: V3Access, engineId: Buffer): Buffer {
  let key = keys.get(access);
  if (key === undefined) {
    const [hash] = AUTH[access.authProtocol];
    const password = createHash(hash).update(Buffer.alloc(KEY_SOURCE_OCTETS, access.authKey)).digest();
    key = createHash(hash).update(password).update(engineId).update(password).digest();
    keys.set(access, key);
  }
  return key;
}

/** A report, its digest still zero. */
function message(
  engine: OwnEngine,
  messageId: number,
  counter: Buffer,
  signed: { readonly user: string; readonly length: number } | null,
): { readonly octets: Buffer; readonly digestAt: number } {
  const flags = Buffer.of(signed ? FLAG_AUTHENTICATED : 0);
  const header = tlv(TAG.SEQUENCE, int(messageId), int(LARGEST_MESSAGE), tlv(TAG.OCTET_STRING, flags), int(USM));
  const digest = Buffer.alloc(signed?.length ?? 0);
  const security = tlv(
    TAG.SEQUENCE,
    tlv(TAG.OCTET_STRING, engine.id),
    int(engine.boots),
    int(engine.time),
    tlv(TAG.OCTET_STRING, Buffer.from(signed?.user ?? '')),
    tlv(TAG.OCTET_STRING, digest),
    tlv(TAG.OCTET_STRING),
  );
  const varbind = tlv(TAG.SEQUENCE, counter, tlv(TAG.COUNTER32, Buffer.of(1)));
  const pdu = tlv(REPORT, int(0), int(0), int(0), tlv(TAG.SEQUENCE, varbind));
  const scoped = tlv(TAG.SEQUENCE, tlv(TAG.OCTET_STRING, engine.id), tlv(TAG.OCTET_STRING), pdu);
  const octets = tlv(TAG.SEQUENCE, int(VERSION_3), header, tlv(TAG.OCTET_STRING, security), scoped);
  // Behind the digest there is only the empty salt, and then the scoped PDU.
  return { octets, digestAt: octets.length - scoped.length - 2 - digest.length };
}

function tlv(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const { length } = content;
  const head = length < 0x80 ? [tag, length] : [tag, 0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(head), content]);
}

/** A number of 0..2^31-1 in five octets at most, without padding. */
function int(value: number): Buffer {
  const digits = Buffer.alloc(4);
  digits.writeInt32BE(value);
  let first = 0;
  while (first < 3 && digits[first] === 0 && (digits[first + 1] ?? 0) < 0x80) first += 1;
  return tlv(TAG.INTEGER, digits.subarray(first));
}
