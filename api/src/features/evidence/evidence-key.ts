import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { Secrets } from '../../platform/secrets/secrets.js';

const NAME = 'evidence.key';

/** The key that packs are signed with: made once, sealed in the table `setting`, the same for every instance. */
@Injectable()
export class EvidenceKey implements OnApplicationBootstrap {
  private key: KeyObject | undefined;

  constructor(
    private readonly database: Database,
    private readonly secrets: Secrets,
  ) {}

  /** Made before anybody asks, so that no question writes. */
  async onApplicationBootstrap(): Promise<void> {
    await this.privateKey();
  }

  async privateKey(): Promise<KeyObject> {
    const made = (): string =>
      String(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }));
    this.key ??= createPrivateKey(await this.secrets.once(this.database, NAME, made));
    return this.key;
  }

  async publicPem(): Promise<string> {
    return String(createPublicKey(await this.privateKey()).export({ type: 'spki', format: 'pem' }));
  }

  async fingerprint(): Promise<string> {
    return fingerprintOf(await this.publicPem());
  }
}

/** SHA-256 of a public key in its DER form, hex. @throws Error when it is no key */
export function fingerprintOf(publicPem: string): string {
  const der = createPublicKey(publicPem).export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(der).digest('hex');
}
