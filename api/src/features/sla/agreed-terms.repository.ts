import { Injectable } from '@nestjs/common';
import {
  type ContractHours,
  type Denominator,
  type NoDataPolicy,
  type SlaMetric,
  type SlaObjective,
  type SlaTerms,
  termsWithoutContract,
} from '@linewatch/shared';
import { type RowSource, rowsOf } from '../../database/row-source.js';
import { namesSeenBy } from '../../platform/auth/far-ends.js';
import { scopeCondition } from '../../platform/auth/scope-predicate.js';
import type { Scope } from '../../platform/auth/scope.js';
import { groupBy } from '../telemetry/index.js';

/** A circuit with what was agreed about it. `name` of the specification; null where nothing was agreed. */
export interface AgreedCircuit {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly alias: string | null;
  readonly customerId: string;
  readonly contractId: string | null;
  readonly agreed: string | null;
  readonly creditTableId: string | null;
  readonly terms: SlaTerms;
}

interface CircuitRow {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly alias: string | null;
  readonly customerId: string;
  readonly contractId: string | null;
  readonly timeZone: string;
}

/** A specification without its objectives. */
export interface SpecificationRow {
  readonly id: string;
  readonly contractId: string;
  readonly customerId: string;
  readonly name: string;
  readonly validFrom: string;
  readonly timeZone: string;
  readonly hours: string | null;
  readonly noDataPolicy: NoDataPolicy;
  readonly denominator: Denominator;
  readonly minOutageS: number;
  readonly excludesForceMajeure: number | boolean;
  readonly monthlyCapS: number | null;
  readonly objectionDays: number;
  readonly creditTableId: string | null;
  readonly version: number;
}

export interface ObjectiveRow {
  readonly specificationId: string;
  readonly circuitId: string | null;
  readonly metric: SlaMetric;
  readonly target: string;
}

export const SPECIFICATION_COLUMNS = `s.id AS id, s.contract_id AS contractId, s.customer_id AS customerId,
  s.name AS name, s.valid_from AS validFrom, s.time_zone AS timeZone, s.hours AS hours,
  s.no_data_policy AS noDataPolicy, s.denominator AS denominator, s.min_outage_s AS minOutageS,
  s.excludes_force_majeure AS excludesForceMajeure, s.monthly_cap_s AS monthlyCapS,
  s.objection_days AS objectionDays, s.credit_table_id AS creditTableId, s.version AS version`;

const CIRCUIT_COLUMNS = `c.id AS id, c.code AS code, c.name AS name, c.alias AS alias, c.customer_id AS customerId,
  c.contract_id AS contractId, cu.time_zone AS timeZone`;
/** Of circuits that are or were in service. */
const IN_SERVICE = "c.state IN ('active','suspended','inactive','terminated')";

/** Circuits with the terms that hold for a month: of the newest specification of their contract, or the house's own. */
@Injectable()
export class AgreedTermsRepository {
  /** The first circuits of the scope behind `after` (exclusive), by id. @param month `YYYY-MM` */
  async inScope(
    reader: RowSource,
    scope: Scope,
    month: string,
    after: string,
    limit: number,
  ): Promise<AgreedCircuit[]> {
    const mine = scopeCondition(scope, { customer: 'c.customer_id', circuit: 'c.id' });
    const rows = await rowsOf<CircuitRow>(
      reader,
      `SELECT ${CIRCUIT_COLUMNS} FROM circuit c JOIN customer cu ON cu.id = c.customer_id
       WHERE c.id > ? AND ${IN_SERVICE} AND ${mine.sql} ORDER BY c.id LIMIT ?`,
      [after, ...mine.values, limit],
    );
    return this.withTerms(reader, await asSeenBy(reader, scope, rows), month);
  }

  /** The first circuits of the whole house behind `after`, by id: for the house's own jobs. */
  async every(reader: RowSource, month: string, after: string, limit: number): Promise<AgreedCircuit[]> {
    const rows = await rowsOf<CircuitRow>(
      reader,
      `SELECT ${CIRCUIT_COLUMNS} FROM circuit c JOIN customer cu ON cu.id = c.customer_id
       WHERE c.id > ? AND ${IN_SERVICE} ORDER BY c.id LIMIT ?`,
      [after, limit],
    );
    return this.withTerms(reader, rows, month);
  }

  /**
   * Ids behind `after` of circuits that may have lost time since a moment (ms): those with an outage, and those whose
   * contract counts missing data as down.
   */
  async lossy(reader: RowSource, since: number, after: string, limit: number): Promise<string[]> {
    const rows = await rowsOf<{ id: string }>(
      reader,
      `SELECT c.id AS id FROM circuit c
       WHERE c.id > ? AND c.contract_id IS NOT NULL AND (
         EXISTS (SELECT 1 FROM outage o WHERE o.circuit_id = c.id AND o.withdrawn_at IS NULL
           AND (o.to_at IS NULL OR o.to_at > ?))
         OR EXISTS (SELECT 1 FROM sla_specification s WHERE s.contract_id = c.contract_id
           AND s.no_data_policy = 'COUNT_AS_DOWN'))
       ORDER BY c.id LIMIT ?`,
      [after, since, limit],
    );
    return rows.map(({ id }) => id);
  }

  /** One circuit of the scope; undefined outside of it. */
  async find(reader: RowSource, scope: Scope, id: string, month: string): Promise<AgreedCircuit | undefined> {
    const mine = scopeCondition(scope, { customer: 'c.customer_id', circuit: 'c.id' });
    const rows = await rowsOf<CircuitRow>(
      reader,
      `SELECT ${CIRCUIT_COLUMNS} FROM circuit c JOIN customer cu ON cu.id = c.customer_id
       WHERE c.id = ? AND ${mine.sql}`,
      [id, ...mine.values],
    );
    return (await this.withTerms(reader, await asSeenBy(reader, scope, rows), month))[0];
  }

  /** Circuits that the caller has chosen by a scope already, at most 500. */
  async of(reader: RowSource, circuitIds: readonly string[], month: string): Promise<AgreedCircuit[]> {
    if (circuitIds.length === 0) return [];
    const rows = await rowsOf<CircuitRow>(
      reader,
      `SELECT ${CIRCUIT_COLUMNS} FROM circuit c JOIN customer cu ON cu.id = c.customer_id
       WHERE c.id IN (${places(circuitIds)}) ORDER BY c.id`,
      circuitIds,
    );
    return this.withTerms(reader, rows, month);
  }

  /** The circuits of one contract, by id, with the terms that hold now. */
  async ofContract(reader: RowSource, contractId: string, month: string, limit: number): Promise<AgreedCircuit[]> {
    const rows = await rowsOf<CircuitRow>(
      reader,
      `SELECT ${CIRCUIT_COLUMNS} FROM circuit c JOIN customer cu ON cu.id = c.customer_id
       WHERE c.contract_id = ? AND ${IN_SERVICE} ORDER BY c.id LIMIT ?`,
      [contractId, limit],
    );
    return this.withTerms(reader, rows, month);
  }

  private async withTerms(reader: RowSource, rows: readonly CircuitRow[], month: string): Promise<AgreedCircuit[]> {
    const contractIds = [...new Set(rows.flatMap(({ contractId }) => contractId ?? []))];
    const specifications = await this.specifications(reader, contractIds, month);
    const objectives = await this.objectives(
      reader,
      [...specifications.values()].map(({ id }) => id),
    );
    return rows.map(({ timeZone, ...circuit }) => {
      const specification = specifications.get(circuit.contractId ?? '');
      if (specification === undefined) {
        return { ...circuit, agreed: null, creditTableId: null, terms: termsWithoutContract(timeZone) };
      }
      const own = objectives.get(specification.id) ?? [];
      const { name, creditTableId } = specification;
      return { ...circuit, agreed: name, creditTableId, terms: toTerms(specification, objectivesFor(own, circuit.id)) };
    });
  }

  private async specifications(
    reader: RowSource,
    contractIds: readonly string[],
    month: string,
  ): Promise<Map<string, SpecificationRow>> {
    if (contractIds.length === 0) return new Map();
    const rows = await rowsOf<SpecificationRow>(
      reader,
      `SELECT ${SPECIFICATION_COLUMNS} FROM sla_specification s
       WHERE s.contract_id IN (${places(contractIds)}) AND s.valid_from <= ? ORDER BY s.valid_from`,
      [...contractIds, month],
    );
    return new Map(rows.map((row) => [row.contractId, row]));
  }

  async objectives(reader: RowSource, specificationIds: readonly string[]): Promise<Map<string, ObjectiveRow[]>> {
    if (specificationIds.length === 0) return new Map();
    const rows = await rowsOf<ObjectiveRow>(
      reader,
      `SELECT specification_id AS specificationId, circuit_id AS circuitId, metric, target FROM sla_objective
       WHERE specification_id IN (${places(specificationIds)}) ORDER BY specification_id, metric, circuit_id`,
      specificationIds,
    );
    return groupBy(rows, ({ specificationId }) => specificationId);
  }
}

/** The objectives of one circuit: what is said of it alone beats what is said of all. */
export function objectivesFor(
  all: readonly Pick<ObjectiveRow, 'circuitId' | 'metric' | 'target'>[],
  circuitId: string,
): SlaObjective[] {
  const own = all.filter((objective) => objective.circuitId === circuitId);
  const general = all.filter(
    (objective) => objective.circuitId === null && !own.some(({ metric }) => metric === objective.metric),
  );
  return [...own, ...general]
    .map(({ metric, target }) => ({ metric, target }))
    .sort((one, other) => (one.metric < other.metric ? -1 : 1));
}

export function toTerms(row: SpecificationRow, objectives: readonly SlaObjective[]): SlaTerms {
  return {
    timeZone: row.timeZone,
    hours: row.hours === null ? null : (JSON.parse(row.hours) as ContractHours),
    noDataPolicy: row.noDataPolicy,
    denominator: row.denominator,
    minOutageS: row.minOutageS,
    excludesForceMajeure: Number(row.excludesForceMajeure) === 1,
    monthlyCapS: row.monthlyCapS,
    objectionDays: row.objectionDays,
    objectives,
  };
}

function places(values: readonly unknown[]): string {
  return values.map(() => '?').join(',');
}

/** The circuits under the names that the scope may know. */
async function asSeenBy(reader: RowSource, scope: Scope, rows: readonly CircuitRow[]): Promise<CircuitRow[]> {
  const seen = await namesSeenBy(
    reader,
    scope,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => ({ ...row, code: seen.code(row.id, row.code), name: seen.name(row.id, row.name) }));
}
