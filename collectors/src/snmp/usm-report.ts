import { createHmac } from 'node:crypto';
import { TAG } from './guard/ber-scanner.js';
import { integer, tlv } from './lean/ber-encoder.js';
import type { OwnEngine } from './own-engine.js';
import { AUTHENTICATION, localisedKey, type V3Access } from './usm-keys.js';

const REPORT = 0xa8;
const VERSION_3 = 3;
const USM = 3;
const LARGEST_MESSAGE = 65_507;
const FLAG_AUTHENTICATED = 1;

/** usmStatsUnknownEngineIDs.0 and usmStatsNotInTimeWindows.0 (RFC 3414 section 5), encoded. */
const UNKNOWN_ENGINE_IDS = Buffer.from('060a2b060106030f01010400', 'hex');
const NOT_IN_TIME_WINDOWS = Buffer.from('060a2b060106030f01010200', 'hex');

/** Of our own engine; they are forgotten with the credentials they belong to. */
const keys = new WeakMap<V3Access, Buffer>();

/** Tells an agent that asks in the open which engine it speaks to, and its time (RFC 3414 section 4, step 1). */
export function discoveryReport(engine: OwnEngine, messageId: number): Buffer {
  return message(engine, messageId, UNKNOWN_ENGINE_IDS, null).octets;
}

/** Tells a user's agent our time, signed (RFC 3414 section 4, step 2). */
export function timeReport(engine: OwnEngine, messageId: number, access: V3Access): Buffer {
  const { hash, digestOctets: length } = AUTHENTICATION[access.authProtocol];
  const { octets, digestAt } = message(engine, messageId, NOT_IN_TIME_WINDOWS, { user: access.user, length });
  const digest = createHmac(hash, keyAt(access, engine.id)).update(octets).digest();
  digest.copy(octets, digestAt, 0, length);
  return octets;
}

function keyAt(access: V3Access, engineId: Buffer): Buffer {
  const key = keys.get(access) ?? localisedKey(AUTHENTICATION[access.authProtocol].hash, access.authKey, engineId);
  keys.set(access, key);
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
  const header = tlv(
    TAG.SEQUENCE,
    integer(messageId),
    integer(LARGEST_MESSAGE),
    tlv(TAG.OCTET_STRING, flags),
    integer(USM),
  );
  const digest = Buffer.alloc(signed?.length ?? 0);
  const security = tlv(
    TAG.SEQUENCE,
    tlv(TAG.OCTET_STRING, engine.id),
    integer(engine.boots),
    integer(engine.time),
    tlv(TAG.OCTET_STRING, Buffer.from(signed?.user ?? '')),
    tlv(TAG.OCTET_STRING, digest),
    tlv(TAG.OCTET_STRING),
  );
  const varbind = tlv(TAG.SEQUENCE, counter, tlv(TAG.COUNTER32, Buffer.of(1)));
  const pdu = tlv(REPORT, integer(0), integer(0), integer(0), tlv(TAG.SEQUENCE, varbind));
  const scoped = tlv(TAG.SEQUENCE, tlv(TAG.OCTET_STRING, engine.id), tlv(TAG.OCTET_STRING), pdu);
  const octets = tlv(TAG.SEQUENCE, integer(VERSION_3), header, tlv(TAG.OCTET_STRING, security), scoped);
  // Behind the digest there is only the empty salt, and then the scoped PDU.
  return { octets, digestAt: octets.length - scoped.length - 2 - digest.length };
}
