import { Injectable } from '@nestjs/common';
import type { StandardCode } from './standard-codes.js';
import { Database } from '../../database/database.js';
import { CodeEntity } from './code.entity.js';

/** The only class that reads or writes `code_value`. Codes belong to no customer. */
@Injectable()
export class CodeRepository {
  constructor(private readonly database: Database) {}

  /** Every code, by domain and in its order. */
  findAll(): Promise<CodeEntity[]> {
    return this.database.reader.getRepository(CodeEntity).find({ order: { domain: 'ASC', order: 'ASC', code: 'ASC' } });
  }

  /**
   * Adds the values whose (domain, code) is not there. What an operator changed or made invalid stays as it is.
   *
   * @returns how many were added
   */
  async addMissing(codes: readonly StandardCode[]): Promise<number> {
    const known = await this.database.read<{ domain: string; code: string }>('SELECT domain, code FROM code_value');
    const keys = new Set(known.map(({ domain, code }) => `${domain}/${code}`));
    const missing = codes.filter(({ domain, code }) => !keys.has(`${domain}/${code}`));
    if (missing.length === 0) return 0;
    // Two instances may start at once: what the other one added meanwhile is ignored.
    return this.database.transaction((tx) =>
      tx.insertMany(
        'code_value',
        ['domain', 'code', 'name_zh', 'name_en', 'sort_order', 'valid'],
        ['domain', 'code'],
        missing.map(({ domain, code, nameZh, nameEn, order }) => [domain, code, nameZh, nameEn, order, true]),
        'ignore',
      ),
    );
  }
}
