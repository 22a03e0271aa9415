import { Injectable } from '@nestjs/common';
import type { SlaContract } from '@linewatch/shared';
import { type RowSource, rowsOf } from '../../database/row-source.js';
import { scopeCondition } from '../../platform/auth/scope-predicate.js';
import type { Scope } from '../../platform/auth/scope.js';

const CONTRACTS_SHOWN = 200;
const CIRCUITS_SHOWN = 500;

/** A circuit under a contract. */
export interface ContractLine {
  readonly circuitId: string;
  readonly code: string;
  readonly name: string;
}

/** Contracts and the circuits under them, for whoever agrees on terms. */
@Injectable()
export class ContractLineRepository {
  /** Those of whole customers, without terms first, then by number. @param search part of a number or a name; '' finds all */
  async list(reader: RowSource, scope: Scope, search: string): Promise<SlaContract[]> {
    const mine = scopeCondition(scope, { customer: 'k.customer_id', site: "''" });
    const pattern = `%${search.toLowerCase().replaceAll(/[|%_]/g, '|$&')}%`;
    const rows = await rowsOf<Omit<SlaContract, 'hasTerms'> & { readonly terms: number | string }>(
      reader,
      `SELECT k.id AS id, k.number AS number, k.customer_id AS customerId, cu.name_zh AS customerNameZh,
         cu.name_en AS customerNameEn, cu.time_zone AS timeZone,
         (SELECT COUNT(*) FROM sla_specification s WHERE s.contract_id = k.id) AS terms
       FROM contract k JOIN customer cu ON cu.id = k.customer_id
       WHERE ${mine.sql} AND (LOWER(k.number) LIKE ? ESCAPE '|' OR LOWER(cu.name_zh) LIKE ? ESCAPE '|'
         OR LOWER(cu.name_en) LIKE ? ESCAPE '|')
       ORDER BY CASE WHEN EXISTS (SELECT 1 FROM sla_specification t WHERE t.contract_id = k.id) THEN 1 ELSE 0 END,
         k.number LIMIT ?`,
      [...mine.values, pattern, pattern, pattern, CONTRACTS_SHOWN],
    );
    return rows.map(({ terms, ...contract }) => ({ ...contract, hasTerms: Number(terms) > 0 }));
  }

  /** The numbers of contracts that were found by a scope before, by their ids. */
  async numbers(reader: RowSource, ids: readonly string[]): Promise<Map<string, string>> {
    if (ids.length === 0) return new Map();
    const rows = await rowsOf<{ id: string; number: string }>(
      reader,
      `SELECT id AS id, number AS number FROM contract WHERE id IN (${ids.map(() => '?').join(',')})`,
      ids,
    );
    return new Map(rows.map(({ id, number }) => [id, number]));
  }

  /** By code; the contract was found by a scope before. `more`: how many there are beyond those. */
  async circuits(
    reader: RowSource,
    contractId: string,
  ): Promise<{ readonly lines: ContractLine[]; readonly more: number }> {
    const lines = await rowsOf<ContractLine>(
      reader,
      `SELECT id AS circuitId, code, name FROM circuit
       WHERE contract_id = ? AND state IN ('active','suspended','inactive','terminated') ORDER BY code LIMIT ?`,
      [contractId, CIRCUITS_SHOWN],
    );
    if (lines.length < CIRCUITS_SHOWN) return { lines, more: 0 };
    const [row] = await rowsOf<{ n: number | string }>(
      reader,
      `SELECT COUNT(*) AS n FROM circuit
       WHERE contract_id = ? AND state IN ('active','suspended','inactive','terminated')`,
      [contractId],
    );
    return { lines, more: Number(row?.n ?? lines.length) - lines.length };
  }
}
