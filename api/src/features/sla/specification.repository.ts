import { Injectable } from '@nestjs/common';
import type { SlaSpecificationForm, SlaSpecificationView } from '@linewatch/shared';
import { v7 as uuidv7 } from 'uuid';
import type { SqlValue, Transaction } from '../../database/database.js';
import { type RowSource, rowsOf } from '../../database/row-source.js';
import { scopeCondition } from '../../platform/auth/scope-predicate.js';
import type { Scope } from '../../platform/auth/scope.js';
import {
  AgreedTermsRepository,
  type ObjectiveRow,
  SPECIFICATION_COLUMNS,
  type SpecificationRow,
  toTerms,
} from './agreed-terms.repository.js';

const SPECIFICATIONS_SHOWN = 500;
const COLUMNS = [
  ...['contract_id', 'customer_id', 'name', 'valid_from', 'time_zone', 'hours', 'no_data_policy', 'denominator'],
  ...['min_outage_s', 'excludes_force_majeure', 'monthly_cap_s', 'objection_days', 'credit_table_id'],
];
/** Terms of a contract are for whoever serves or runs the whole customer, not for one branch. */
const REACH = { customer: 's.customer_id', site: "''" } as const;

/** The only class that writes `sla_specification` and its objectives. */
@Injectable()
export class SpecificationRepository {
  constructor(private readonly agreed: AgreedTermsRepository) {}

  /** Of the scope, by contract, the newest first. */
  async list(reader: RowSource, scope: Scope): Promise<SlaSpecificationView[]> {
    const mine = scopeCondition(scope, REACH);
    const rows = await rowsOf<SpecificationRow & { contractNumber: string }>(
      reader,
      `SELECT ${SPECIFICATION_COLUMNS}, k.number AS contractNumber
       FROM sla_specification s JOIN contract k ON k.id = s.contract_id
       WHERE ${mine.sql} ORDER BY k.number, s.valid_from DESC LIMIT ?`,
      [...mine.values, SPECIFICATIONS_SHOWN],
    );
    const objectives = await this.agreed.objectives(
      reader,
      rows.map(({ id }) => id),
    );
    return rows.map((row) => toView(row, objectives.get(row.id) ?? []));
  }

  async find(
    tx: Transaction,
    scope: Scope,
    id: string,
  ): Promise<(SpecificationRow & { readonly contractNumber: string }) | undefined> {
    const mine = scopeCondition(scope, REACH);
    const [row] = await tx.query<SpecificationRow & { contractNumber: string }>(
      `SELECT ${SPECIFICATION_COLUMNS}, k.number AS contractNumber
       FROM sla_specification s JOIN contract k ON k.id = s.contract_id WHERE s.id = ? AND ${mine.sql}`,
      [id, ...mine.values],
    );
    return row;
  }

  /** Whose a contract is; undefined outside of the scope. */
  async contract(
    reader: RowSource,
    scope: Scope,
    id: string,
  ): Promise<{ readonly customerId: string; readonly number: string } | undefined> {
    const mine = scopeCondition(scope, { customer: 'k.customer_id', site: "''" });
    const [row] = await rowsOf<{ customerId: string; number: string }>(
      reader,
      `SELECT k.customer_id AS customerId, k.number AS number FROM contract k WHERE k.id = ? AND ${mine.sql}`,
      [id, ...mine.values],
    );
    return row;
  }

  /** Of these circuits the ones that are under a contract. */
  async circuitsOf(reader: RowSource, contractId: string, circuitIds: readonly string[]): Promise<Set<string>> {
    if (circuitIds.length === 0) return new Set();
    const rows = await rowsOf<{ id: string }>(
      reader,
      `SELECT id FROM circuit WHERE contract_id = ? AND id IN (${circuitIds.map(() => '?').join(',')})`,
      [contractId, ...circuitIds],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** Whether another specification of the contract begins in that month. */
  async isTaken(tx: Transaction, id: string, contractId: string, validFrom: string): Promise<boolean> {
    const rows = await tx.query(
      'SELECT 1 FROM sla_specification WHERE contract_id = ? AND valid_from = ? AND id <> ?',
      [contractId, validFrom, id],
    );
    return rows.length > 0;
  }

  async add(tx: Transaction, id: string, customerId: string, form: SlaSpecificationForm): Promise<void> {
    await tx.insertMany('sla_specification', ['id', ...COLUMNS], ['id'], [[id, ...valuesOf(form, customerId)]]);
    await this.addObjectives(tx, id, form);
  }

  /** @returns whether it was still the version that was seen; if not, nothing is written */
  async change(
    tx: Transaction,
    id: string,
    version: number,
    customerId: string,
    form: SlaSpecificationForm,
  ): Promise<boolean> {
    const changed = await tx.execute(
      `UPDATE sla_specification SET ${COLUMNS.map((column) => `${column} = ?`).join(', ')}, version = version + 1
       WHERE id = ? AND version = ?`,
      [...valuesOf(form, customerId), id, version],
    );
    if (changed === 0) return false;
    await tx.execute('DELETE FROM sla_objective WHERE specification_id = ?', [id]);
    await this.addObjectives(tx, id, form);
    return true;
  }

  private async addObjectives(tx: Transaction, id: string, { objectives }: SlaSpecificationForm): Promise<void> {
    const rows = objectives.map(({ circuitId, metric, target }) => [uuidv7(), id, circuitId, metric, target]);
    await tx.insertMany('sla_objective', ['id', 'specification_id', 'circuit_id', 'metric', 'target'], ['id'], rows);
  }
}

function valuesOf(form: SlaSpecificationForm, customerId: string): SqlValue[] {
  return [
    ...[form.contractId, customerId, form.name, form.validFrom, form.timeZone],
    ...[form.hours === null ? null : JSON.stringify(form.hours), form.noDataPolicy, form.denominator],
    ...[form.minOutageS, Number(form.excludesForceMajeure), form.monthlyCapS, form.objectionDays, form.creditTableId],
  ];
}

function toView(
  row: SpecificationRow & { readonly contractNumber: string },
  objectives: readonly ObjectiveRow[],
): SlaSpecificationView {
  const { id, contractId, contractNumber, customerId, name, validFrom, creditTableId, version } = row;
  const { hours, timeZone, noDataPolicy, denominator, minOutageS, ...rest } = toTerms(row, []);
  const { excludesForceMajeure, monthlyCapS, objectionDays } = rest;
  return {
    ...{ id, contractId, contractNumber, customerId, name, validFrom, creditTableId, version },
    ...{ timeZone, noDataPolicy, denominator, minOutageS, excludesForceMajeure, monthlyCapS, objectionDays },
    hours:
      hours === null
        ? null
        : {
            ...hours,
            workdays: [...hours.workdays],
            holidays: [...hours.holidays],
            extraWorkdays: [...hours.extraWorkdays],
          },
    objectives: objectives.map(({ metric, target, circuitId }) => ({ metric, target, circuitId })),
  };
}
