import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { Secrets } from '../../platform/secrets/secrets.js';

const NAME = 'audit.key';

/** The key of the chain: 32 bytes made once, sealed in the table `setting`, the same for every instance. */
@Injectable()
export class AuditKey {
  private key: Buffer | undefined;

  constructor(
    private readonly database: Database,
    private readonly secrets: Secrets,
  ) {}

  async bytes(): Promise<Buffer> {
    const made = (): string => randomBytes(32).toString('hex');
    this.key ??= Buffer.from(await this.secrets.once(this.database, NAME, made), 'hex');
    return this.key;
  }
}
