import { Injectable } from '@nestjs/common';
import type { CodeForm } from '@linewatch/shared';
import type { Transaction } from '../../database/database.js';
import { type RowSource, rowsOf } from '../../database/row-source.js';

/** A code as it stands, or as it stood. */
export interface CodeRow {
  readonly code: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly place: number;
  readonly valid: number | boolean;
}

/** A version of a code. `validFrom` in ms; 0 from the beginning. */
export interface ChangeRow extends CodeRow {
  readonly version: number;
  readonly validFrom: number | string;
  readonly madeBy: string | null;
}

/** A version as it is to be written: from when (ms), and by whom. */
export interface NewVersion {
  readonly version: number;
  readonly validFrom: number;
  readonly userId: string | null;
}

/** Codes with what they said before. A code that was never changed has no row in `code_change`. */
@Injectable()
export class CodeVersionRepository {
  /** The codes of a domain in their order. */
  codes(source: RowSource, domain: string): Promise<CodeRow[]> {
    return rowsOf<CodeRow>(
      source,
      `SELECT code AS code, name_zh AS nameZh, name_en AS nameEn, sort_order AS place, valid AS valid
       FROM code_value WHERE domain = ? ORDER BY sort_order, code`,
      [domain],
    );
  }

  /** All versions of a domain's codes, newest first. */
  changes(source: RowSource, domain: string): Promise<ChangeRow[]> {
    return rowsOf<ChangeRow>(
      source,
      `SELECT h.code AS code, h.version AS version, h.name_zh AS nameZh, h.name_en AS nameEn, h.sort_order AS place,
         h.valid AS valid, h.valid_from AS validFrom, u.name AS madeBy
       FROM code_change h LEFT JOIN user_account u ON u.id = h.made_by
       WHERE h.domain = ? ORDER BY h.code, h.version DESC`,
      [domain],
    );
  }

  async add(tx: Transaction, { domain, code, nameZh, nameEn, order, isOffered }: CodeForm): Promise<void> {
    await tx.insertMany(
      'code_value',
      ['domain', 'code', 'name_zh', 'name_en', 'sort_order', 'valid'],
      ['domain', 'code'],
      [[domain, code, nameZh, nameEn, order, isOffered]],
    );
  }

  async change(tx: Transaction, { domain, code, nameZh, nameEn, order, isOffered }: CodeForm): Promise<void> {
    await tx.execute(
      'UPDATE code_value SET name_zh = ?, name_en = ?, sort_order = ?, valid = ? WHERE domain = ? AND code = ?',
      [nameZh, nameEn, order, isOffered, domain, code],
    );
  }

  /** @returns whether the version was still free */
  async keep(
    tx: Transaction,
    domain: string,
    row: CodeRow,
    { version, validFrom, userId }: NewVersion,
  ): Promise<boolean> {
    const words = [row.nameZh, row.nameEn, row.place, Boolean(row.valid)];
    const kept = await tx.insertMany(
      'code_change',
      ['domain', 'code', 'version', 'name_zh', 'name_en', 'sort_order', 'valid', 'valid_from', 'made_by'],
      ['domain', 'code', 'version'],
      [[domain, row.code, version, ...words, validFrom, userId]],
      'ignore',
    );
    return kept > 0;
  }
}
