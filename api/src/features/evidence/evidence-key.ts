import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { Secrets } from '../../platform/secrets/secrets.js';

const NAME = 'evidence.key';
const PLACE = `setting.value:${NAME}`;

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
    this.key ??= createPrivateKey(this.secrets.open(await this.sealed(), PLACE));
    return this.key;
  }

  async publicPem(): Promise<string> {
    return String(createPublicKey(await this.privateKey()).export({ type: 'spki', format: 'pem' }));
  }

  async fingerprint(): Promise<string> {
    return fingerprintOf(await this.publicPem());
  }

  /** Two instances that begin at once agree on whichever was first. */
  private async sealed(): Promise<string> {
    return this.database.transaction(async (tx) => {
      await this.secrets.hold(tx);
      const fresh = String(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }));
      const row = [NAME, this.secrets.seal(fresh, PLACE)];
      await tx.insertMany('setting', ['name', 'value'], ['name'], [row], 'ignore');
      const [kept] = await tx.query<{ value: string }>('SELECT value FROM setting WHERE name = ?', [NAME]);
      if (kept === undefined) throw new Error('the key of the evidence could not be kept');
      return kept.value;
    });
  }
}

/** SHA-256 of a public key in its DER form, hex. @throws Error when it is no key */
export function fingerprintOf(publicPem: string): string {
  const der = createPublicKey(publicPem).export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(der).digest('hex');
}
