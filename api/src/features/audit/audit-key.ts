import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { Secrets } from '../../platform/secrets/secrets.js';

const NAME = 'audit.key';
const PLACE = `setting.value:${NAME}`;

/** The key of the chain: 32 bytes made once, sealed in the table `setting`, the same for every instance. */
@Injectable()
export class AuditKey {
  private key: Buffer | undefined;

  constructor(
    private readonly database: Database,
    private readonly secrets: Secrets,
  ) {}

  async bytes(): Promise<Buffer> {
    this.key ??= Buffer.from(this.secrets.open(await this.sealed(), PLACE), 'hex');
    return this.key;
  }

  /** Two instances that start at once agree on whichever was first. */
  private async sealed(): Promise<string> {
    return this.database.transaction(async (tx) => {
      const fresh = this.secrets.seal(randomBytes(32).toString('hex'), PLACE);
      await tx.insertMany('setting', ['name', 'value'], ['name'], [[NAME, fresh]], 'ignore');
      const [row] = await tx.query<{ value: string }>('SELECT value FROM setting WHERE name = ?', [NAME]);
      if (row === undefined) throw new Error('the key of the audit chain could not be kept');
      return row.value;
    });
  }
}
