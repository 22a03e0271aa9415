import { randomUUID } from 'node:crypto';
import type { SlaSpecificationForm } from '@linewatch/shared';
import type { Database } from '../database/database.js';
import { StateIntervalRepository } from '../features/telemetry/index.js';
import type { TestApi } from './test-api.js';
import { aStoredLine, type StoredLine } from './test-line.builder.js';

/** A line under a contract, in service since long before. */
export interface ContractedLine extends StoredLine {
  readonly contractId: string;
}

/** @param customerId a new customer's unless it is given; @param activatedAt ms */
export async function aContractedLine(
  database: Database,
  options: { readonly customerId?: string; readonly contractId?: string; readonly activatedAt?: number } = {},
): Promise<ContractedLine> {
  const { contractId = randomUUID(), activatedAt = Date.UTC(2026, 0, 1), customerId } = options;
  const line = await aStoredLine(database, customerId === undefined ? {} : { customerId });
  await database.transaction(async (tx) => {
    const contract = [contractId, line.customerId, `K${contractId.slice(0, 8)}`, 'GOLD'];
    await tx.insertMany('contract', ['id', 'customer_id', 'number', 'sla_class'], ['id'], [contract], 'ignore');
    await tx.execute('UPDATE circuit SET contract_id = ?, activated_at = ? WHERE id = ?', [
      contractId,
      activatedAt,
      line.circuitId,
    ]);
  });
  return { ...line, contractId };
}

/** What a line was and when; ms. What is not told of was up. */
export interface ToldTime {
  readonly status: 'failed' | 'unknown' | 'stopped';
  readonly from: number;
  readonly to: number;
}

/** Tells the history of a line from `from` (ms) on, with its outages in step, as readings would have. */
export async function tellHistory(
  api: Pick<TestApi, 'app' | 'database'>,
  { circuitId, customerId }: StoredLine,
  from: number,
  told: readonly ToldTime[],
): Promise<void> {
  const pieces: { status: string; from: number; to: number | null; sides: string; evidence: string }[] = [];
  let at = from;
  for (const time of told) {
    if (at < time.from) pieces.push({ status: 'running', from: at, to: time.from, sides: '', evidence: 'POLL' });
    const evidence = time.status === 'failed' ? 'POLL' : 'SILENCE';
    pieces.push({ ...time, sides: time.status === 'failed' ? 'A' : '', evidence });
    at = time.to;
  }
  pieces.push({ status: 'running', from: at, to: null, sides: '', evidence: 'POLL' });
  await api.database.transaction((tx) =>
    api.app
      .get(StateIntervalRepository, { strict: false })
      .update(tx, 'circuit', [{ objectId: circuitId, customerId, windows: [{ from, to: null, pieces }] }]),
  );
}

/** A work that was in progress on a line and excludes its time; ms. */
export async function aDoneWork(database: Database, line: StoredLine, from: number, to: number): Promise<string> {
  const id = randomUUID();
  await database.transaction(async (tx) => {
    await tx.insertMany(
      'maintenance_window',
      [
        ...['id', 'number', 'kind', 'title', 'impact', 'planned_start', 'planned_end', 'actual_start', 'actual_end'],
        ...['state', 'revision', 'author_id', 'approved_at', 'noticed_at', 'created_at'],
      ],
      ['id'],
      [
        [
          ...[id, `CW-${id.slice(0, 18)}`, 'planned', 'Cable moved', 'OUTAGE', from, to, from, to],
          ...['completed', 1, randomUUID(), from - 10 * 86_400_000, from - 10 * 86_400_000, from - 11 * 86_400_000],
        ],
      ],
    );
    await tx.insertMany(
      'maintenance_circuit',
      ['window_id', 'circuit_id', 'customer_id', 'grade', 'notice_hours', 'emergency_excluded'],
      ['window_id', 'circuit_id'],
      [[id, line.circuitId, line.customerId, 'GROUP', 72, 0]],
    );
  });
  return id;
}

/** Terms of a contract around the clock with one target; a test names only what it is about. */
export function aSpecification(
  contractId: string,
  overrides: Partial<SlaSpecificationForm> = {},
): SlaSpecificationForm {
  return {
    contractId,
    name: 'Gold',
    validFrom: '2026-01',
    timeZone: 'Asia/Shanghai',
    hours: null,
    noDataPolicy: 'EXCLUDE',
    denominator: 'SCHEDULED',
    minOutageS: 0,
    excludesForceMajeure: true,
    monthlyCapS: null,
    objectionDays: 10,
    creditTableId: null,
    objectives: [{ metric: 'AVAILABILITY', target: '99.9', circuitId: null }],
    version: null,
    ...overrides,
  };
}
