import { Inject, Injectable } from '@nestjs/common';
import type { Env } from '../../config/env.js';
import { ENV } from '../../config/env.token.js';
import { readSealingKey } from './key-file.js';
import { openText, type SealingKey, sealingKey, sealText } from './sealed-text.js';

/** Keeps secrets that must be read again (SNMP communities and keys) unreadable in the database. */
@Injectable()
export class Secrets {
  private readonly key: SealingKey;

  /** @throws Error when the key cannot be read or made */
  constructor(@Inject(ENV) env: Env) {
    this.key = sealingKey(readSealingKey(env.DATA_DIR, env.SECRETS_KEY));
  }

  /** @param place where it is kept, as `table.column:row id`; it opens only there */
  seal(plain: string, place: string): string {
    return sealText(this.key, plain, place);
  }

  /** @throws Error when it was sealed for another place, with another key, or was changed */
  open(sealed: string, place: string): string {
    return openText(this.key, sealed, place);
  }
}
