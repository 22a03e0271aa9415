import type { SnmpAccess } from '@linewatch/shared';
import { createHash } from 'node:crypto';

export type V3Access = Extract<SnmpAccess, { version: 'V3' }>;

/** Hash and digest length of each authentication protocol (RFC 3414 sections 6 and 7, RFC 7860 section 4). */
export const AUTHENTICATION = {
  MD5: { hash: 'md5', digestOctets: 12 },
  SHA1: { hash: 'sha1', digestOctets: 12 },
  SHA224: { hash: 'sha224', digestOctets: 16 },
  SHA256: { hash: 'sha256', digestOctets: 24 },
  SHA384: { hash: 'sha384', digestOctets: 32 },
  SHA512: { hash: 'sha512', digestOctets: 48 },
} as const satisfies Record<V3Access['authProtocol'], { hash: string; digestOctets: number }>;

type HashName = (typeof AUTHENTICATION)[keyof typeof AUTHENTICATION]['hash'];

const KEY_SOURCE_OCTETS = 1_048_576;
/** Passwords whose megabyte is hashed already: devices of one class share theirs. */
const MOST_REMEMBERED = 64;
const remembered = new Map<string, Buffer>();

/** The key of a user at an engine (RFC 3414 section 2.6 and appendix A.2); a millisecond for a password that is new. */
export function localisedKey(hash: HashName, password: string, engineId: Buffer): Buffer {
  const name = `${hash} ${password}`;
  const digest = remembered.get(name) ?? passwordDigest(hash, Buffer.from(password));
  // The one that was not asked for longest is forgotten.
  remembered.delete(name);
  remembered.set(name, digest);
  if (remembered.size > MOST_REMEMBERED) remembered.delete(remembered.keys().next().value ?? '');
  return atEngine(hash, digest, engineId);
}

/** The AES key of a user: as long as the cipher wants it, by the extension that the protocol's name says. */
export function privacyKey(access: V3Access, engineId: Buffer, octets: number): Buffer {
  const { hash } = AUTHENTICATION[access.authProtocol];
  const key = localisedKey(hash, access.privKey, engineId);
  if (key.length >= octets) return key.subarray(0, octets);
  const more =
    access.privProtocol === 'AES256R'
      ? atEngine(hash, passwordDigest(hash, key), engineId) // draft-reeder-snmpv3-usm-3desede section 2.1
      : createHash(hash).update(key).digest(); // draft-blumenthal-aes-usm section 3.1.2.1
  return Buffer.concat([key, more]).subarray(0, octets);
}

/** A megabyte of the repeated password, hashed. */
function passwordDigest(hash: HashName, password: Buffer): Buffer {
  return createHash(hash).update(Buffer.alloc(KEY_SOURCE_OCTETS, password)).digest();
}

function atEngine(hash: HashName, digest: Buffer, engineId: Buffer): Buffer {
  return createHash(hash).update(digest).update(engineId).update(digest).digest();
}
