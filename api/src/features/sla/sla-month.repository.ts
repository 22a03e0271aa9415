import { Injectable } from '@nestjs/common';
import { targetOf } from '@linewatch/shared';
import type { Transaction } from '../../database/database.js';
import { type RowSource, rowsOf } from '../../database/row-source.js';
import { sealed, type Snapshot, type StoredFigures } from './snapshot.js';

/** A closed month without its snapshot. */
export interface ClosedMonth {
  readonly circuitId: string;
  readonly customerId: string;
  readonly month: string;
  readonly revision: number;
  readonly closedAt: number;
  readonly changed: string | null;
  readonly hash: string;
  readonly target: string | null;
  readonly figures: StoredFigures;
}

/** A month that is to be stored. `changed` is null for the first revision. */
export interface NewRevision {
  readonly snapshot: Snapshot;
  readonly customerId: string;
  readonly revision: number;
  readonly changed: string | null;
}

interface Row {
  readonly circuitId: string;
  readonly customerId: string;
  readonly month: string;
  readonly revision: number;
  readonly closedAt: number | string;
  readonly changed: string | null;
  readonly hash: string;
  readonly target: string | null;
  readonly figures: string;
}

const SELECT = `SELECT m.circuit_id AS circuitId, m.customer_id AS customerId, m.month AS month,
  m.revision AS revision, m.closed_at AS closedAt, m.changed AS changed, m.hash AS hash, m.target AS target,
  m.figures AS figures`;
const COLUMNS = [
  ...['circuit_id', 'month', 'revision', 'customer_id', 'closed_at', 'changed', 'hash', 'is_current', 'target'],
  ...['is_met', 'percent', 'outages', 'lost_s', 'figures', 'snapshot'],
];

/** The only class that reads or writes `sla_month`: months as they were closed, each revision once and for good. */
@Injectable()
export class SlaMonthRepository {
  /** The newest revisions of a month, by circuit. Whoever asks has chosen the circuits by a scope. */
  async current(reader: RowSource, circuitIds: readonly string[], month: string): Promise<Map<string, ClosedMonth>> {
    if (circuitIds.length === 0) return new Map();
    const rows = await rowsOf<Row>(
      reader,
      `${SELECT} FROM sla_month m WHERE m.month = ? AND m.is_current = 1 AND m.circuit_id IN (${places(circuitIds)})`,
      [month, ...circuitIds],
    );
    return new Map(rows.map((row) => [row.circuitId, toClosed(row)]));
  }

  /** The newest revisions of the months of one circuit, by month. */
  async ofCircuit(reader: RowSource, circuitId: string, from: string, to: string): Promise<ClosedMonth[]> {
    const rows = await rowsOf<Row>(
      reader,
      `${SELECT} FROM sla_month m WHERE m.circuit_id = ? AND m.month >= ? AND m.month <= ? AND m.is_current = 1
       ORDER BY m.month`,
      [circuitId, from, to],
    );
    return rows.map(toClosed);
  }

  /** All revisions of a month, newest first. */
  async revisions(reader: RowSource, circuitId: string, month: string): Promise<ClosedMonth[]> {
    const rows = await rowsOf<Row>(
      reader,
      `${SELECT} FROM sla_month m WHERE m.circuit_id = ? AND m.month = ? ORDER BY m.revision DESC LIMIT 200`,
      [circuitId, month],
    );
    return rows.map(toClosed);
  }

  async snapshot(reader: RowSource, circuitId: string, month: string, revision: number): Promise<Snapshot | undefined> {
    const [row] = await rowsOf<{ snapshot: string }>(
      reader,
      'SELECT snapshot FROM sla_month WHERE circuit_id = ? AND month = ? AND revision = ?',
      [circuitId, month, revision],
    );
    return row === undefined ? undefined : (JSON.parse(row.snapshot) as Snapshot);
  }

  /** Of these circuits the ones whose month is closed. */
  async closed(reader: RowSource, circuitIds: readonly string[], month: string): Promise<Set<string>> {
    if (circuitIds.length === 0) return new Set();
    const rows = await rowsOf<{ circuitId: string }>(
      reader,
      `SELECT circuit_id AS circuitId FROM sla_month
       WHERE month = ? AND is_current = 1 AND circuit_id IN (${places(circuitIds)})`,
      [month, ...circuitIds],
    );
    return new Set(rows.map(({ circuitId }) => circuitId));
  }

  /** Stores revisions; one that is there already is left as it is. */
  async add(tx: Transaction, revisions: readonly NewRevision[], now: number): Promise<void> {
    const later = revisions.filter(({ revision }) => revision > 1);
    for (const { snapshot, revision } of later) {
      await tx.execute('UPDATE sla_month SET is_current = 0 WHERE circuit_id = ? AND month = ? AND revision < ?', [
        snapshot.circuitId,
        snapshot.month,
        revision,
      ]);
    }
    const rows = revisions.map(({ snapshot, customerId, revision, changed }) => {
      const { circuitId, month, figures, terms } = snapshot;
      const { text, hash } = sealed(snapshot);
      return [
        ...[circuitId, month, revision, customerId, now, changed, hash, 1, targetOf(terms, 'AVAILABILITY')],
        figures.isMet === null ? null : Number(figures.isMet),
        ...[figures.contractual.percent, figures.outages, figures.contractual.lostS, JSON.stringify(figures), text],
      ];
    });
    await tx.insertMany('sla_month', COLUMNS, ['circuit_id', 'month', 'revision'], rows, 'ignore');
  }
}

function toClosed({ closedAt, figures, ...row }: Row): ClosedMonth {
  return { ...row, closedAt: Number(closedAt), figures: JSON.parse(figures) as StoredFigures };
}

function places(values: readonly unknown[]): string {
  return values.map(() => '?').join(',');
}
