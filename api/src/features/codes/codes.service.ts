import { createHash } from 'node:crypto';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import type { CodeList } from '@linewatch/shared';
import { CodeRepository } from './code.repository.js';
import { STANDARD_CODES } from './standard-codes.js';

/** The code tables: what they hold, and that no house is without the standard ones. */
@Injectable()
export class CodesService implements OnModuleInit {
  private readonly logger = new Logger(CodesService.name);

  constructor(private readonly codes: CodeRepository) {}

  async onModuleInit(): Promise<void> {
    const added = await this.codes.addMissing(STANDARD_CODES);
    if (added > 0) this.logger.log(`added ${String(added)} standard codes`);
  }

  /** All codes, with a tag that changes when any of them does. */
  async list(): Promise<{ body: CodeList; etag: string }> {
    const rows = await this.codes.findAll();
    const body = {
      items: rows.map(({ domain, code, nameZh, nameEn, order, valid }) => {
        return { domain, code, nameZh, nameEn, order, isOffered: valid };
      }),
    };
    const digest = createHash('sha256').update(JSON.stringify(body)).digest('base64url');
    return { body, etag: `"${digest.slice(0, 22)}"` };
  }
}
