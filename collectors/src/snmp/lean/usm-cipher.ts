import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  type KeyObject,
  timingSafeEqual,
} from 'node:crypto';
import { AUTHENTICATION, localisedKey, privacyKey, type V3Access } from '../usm-keys.js';

/** OpenSSL's names, and the length of the key. CFB with 128 bits of feedback (RFC 3826 section 3.1.2). */
const PRIVACY = {
  AES128: { cipher: 'aes-128-cfb', keyOctets: 16 },
  AES256B: { cipher: 'aes-256-cfb', keyOctets: 32 },
  AES256R: { cipher: 'aes-256-cfb', keyOctets: 32 },
} as const;

/** Privacy protocols that are spoken here; DES is left to the library. */
export type LeanPrivacy = keyof typeof PRIVACY;

export function isLeanPrivacy(protocol: V3Access['privProtocol']): protocol is LeanPrivacy {
  return protocol in PRIVACY;
}

/**
 * A user's keys at one engine. They are key objects: making one anew from octets for each message costs more than all
 * that is done with it.
 */
export class UsmCipher {
  readonly digestOctets: number;
  private readonly hash: string;
  private readonly cipher: (typeof PRIVACY)[LeanPrivacy]['cipher'];
  private readonly authKey: KeyObject;
  private readonly privKey: KeyObject;
  /** Initialisation vector: boots, time and salt (RFC 3826 section 3.1.2.1). */
  private readonly vector = Buffer.alloc(16);

  constructor(access: V3Access, privacy: LeanPrivacy, engineId: Buffer) {
    const { hash, digestOctets } = AUTHENTICATION[access.authProtocol];
    const { cipher, keyOctets } = PRIVACY[privacy];
    this.hash = hash;
    this.digestOctets = digestOctets;
    this.cipher = cipher;
    this.authKey = createSecretKey(localisedKey(hash, access.authKey, engineId));
    this.privKey = createSecretKey(privacyKey(access, engineId, keyOctets));
  }

  /** Writes the digest of a message into its place at `at`, which holds zeros. */
  sign(message: Buffer, at: number): void {
    createHmac(this.hash, this.authKey).update(message).digest().copy(message, at, 0, this.digestOctets);
  }

  /**
   * Whether the digest is right. It is taken out of the message: zeros stay in its place.
   *
   * @param digest a view into the message
   */
  isSigned(message: Buffer, digest: Buffer): boolean {
    if (digest.length !== this.digestOctets) return false;
    const given = Buffer.from(digest);
    digest.fill(0);
    const made = createHmac(this.hash, this.authKey).update(message).digest();
    return timingSafeEqual(made.subarray(0, this.digestOctets), given);
  }

  encrypt(plain: Buffer, boots: number, time: number, salt: Buffer): Buffer {
    return createCipheriv(this.cipher, this.privKey, this.vectorOf(boots, time, salt)).update(plain);
  }

  decrypt(encrypted: Buffer, boots: number, time: number, salt: Buffer): Buffer {
    return createDecipheriv(this.cipher, this.privKey, this.vectorOf(boots, time, salt)).update(encrypted);
  }

  private vectorOf(boots: number, time: number, salt: Buffer): Buffer {
    const { vector } = this;
    vector.writeUInt32BE(boots, 0);
    vector.writeUInt32BE(time, 4);
    salt.copy(vector, 8);
    return vector;
  }
}
