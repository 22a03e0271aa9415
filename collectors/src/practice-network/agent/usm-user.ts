import { createCipheriv, createDecipheriv, createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { SnmpAccess } from '@linewatch/shared';

export type V3Access = Extract<SnmpAccess, { version: 'V3' }>;

/** Hash and length of the authentication code in octets (RFC 3414 sections 6 and 7, RFC 7860 section 4). */
const AUTH = {
  MD5: { hash: 'md5', codeLength: 12 },
  SHA1: { hash: 'sha1', codeLength: 12 },
  SHA224: { hash: 'sha224', codeLength: 16 },
  SHA256: { hash: 'sha256', codeLength: 24 },
  SHA384: { hash: 'sha384', codeLength: 32 },
  SHA512: { hash: 'sha512', codeLength: 48 },
} as const satisfies Record<V3Access['authProtocol'], { hash: string; codeLength: number }>;

const AES_128 = 'aes-128-cfb';
const AES_KEY_LENGTH = 16;
const KEY_EXPANSION_OCTETS = 1_048_576;

/** The moment of an engine that goes into every initialisation vector. */
export interface EngineMoment {
  readonly boots: number;
  readonly time: number;
}

/** One user at one engine: keys localised once, then codes and ciphers. */
export class UsmUser {
  readonly name: Buffer;
  readonly codeLength: number;
  private readonly hash: string;
  private readonly authKey: Buffer;
  private readonly privKey: Buffer;

  /** @throws Error when the privacy protocol is none that is played here */
  constructor(access: V3Access, engineId: Buffer) {
    if (access.privProtocol !== 'AES128') {
      throw new Error(`The practice network plays AES128 only, not ${access.privProtocol}`);
    }
    const { hash, codeLength } = AUTH[access.authProtocol];
    this.name = Buffer.from(access.user);
    this.hash = hash;
    this.codeLength = codeLength;
    this.authKey = localisedKey(hash, access.authKey, engineId);
    this.privKey = localisedKey(hash, access.privKey, engineId).subarray(0, AES_KEY_LENGTH);
  }

  /**
   * The authentication code of a message whose code field is still all zeros.
   *
   * @param parts the message in order, in as many pieces as the caller likes
   */
  authenticationCode(...parts: readonly Buffer[]): Buffer {
    const hmac = createHmac(this.hash, this.authKey);
    for (const part of parts) hmac.update(part);
    return hmac.digest().subarray(0, this.codeLength);
  }

  /** @param code the code field, a view into the message */
  isAuthentic(message: Buffer, code: Buffer): boolean {
    if (code.length !== this.codeLength) return false;
    const start = code.byteOffset - message.byteOffset;
    const before = message.subarray(0, start);
    const after = message.subarray(start + code.length);
    return timingSafeEqual(this.authenticationCode(before, Buffer.alloc(code.length), after), code);
  }

  encrypt(plain: Buffer, moment: EngineMoment, salt: Buffer): Buffer {
    return createCipheriv(AES_128, this.privKey, initialisationVector(moment, salt)).update(plain);
  }

  decrypt(encrypted: Buffer, moment: EngineMoment, salt: Buffer): Buffer {
    return createDecipheriv(AES_128, this.privKey, initialisationVector(moment, salt)).update(encrypted);
  }
}

/** RFC 3826 section 3.1.2.1. */
function initialisationVector({ boots, time }: EngineMoment, salt: Buffer): Buffer {
  const vector = Buffer.allocUnsafe(16);
  vector.writeUInt32BE(boots, 0);
  vector.writeUInt32BE(time, 4);
  salt.copy(vector, 8);
  return vector;
}

/** A megabyte is hashed per password; devices of one class share theirs. */
const expandedKeys = new Map<string, Buffer>();

/** RFC 3414 sections 2.6 and A.2. */
function localisedKey(hash: string, password: string, engineId: Buffer): Buffer {
  const known = `${hash} ${password}`;
  const expanded =
    expandedKeys.get(known) ?? createHash(hash).update(Buffer.alloc(KEY_EXPANSION_OCTETS, password)).digest();
  expandedKeys.set(known, expanded);
  return createHash(hash).update(expanded).update(engineId).update(expanded).digest();
}
