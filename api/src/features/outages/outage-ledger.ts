import { Injectable } from '@nestjs/common';
import { downRuns, type DownRun, matchRuns, type OutageCause, type RunMatch } from '@linewatch/shared';
import { v7 as uuidv7 } from 'uuid';
import type { Transaction } from '../../database/database.js';
import { type RowSource, rowsOf } from '../../database/row-source.js';
import { Clock } from '../../platform/clock/clock.js';
import { appendToOutbox, type OutboxItem } from '../../platform/outbox/outbox.js';
import { groupBy, type RetoldCircuit, toChunks } from '../telemetry/index.js';
import type { LedgerRow } from './outage-rows.js';

const CIRCUITS_A_QUERY = 500;
const ROWS_A_STATEMENT = 200;
const COLUMNS = [
  'id',
  'circuit_id',
  'customer_id',
  'from_at',
  'to_at',
  'sides',
  'evidence',
  'cause',
  'responsibility',
  'comment',
  'judged_at',
  'judgement_id',
  'revision',
];
const JUDGED = ['cause', 'responsibility', 'comment', 'judged_at', 'revision'];

/** One outage of a circuit that is asked for by its time; ms, `to` null while it lasts. */
export interface KnownOutageRow {
  readonly id: string;
  readonly circuitId: string;
  readonly from: number;
  readonly to: number | null;
  readonly cause: OutageCause;
  readonly judgementId: string | null;
}

/**
 * Keeps the outages of circuits in step with their history: in the transaction that tells down time anew, so that
 * there is no moment at which one says what the other does not. Doing it twice changes nothing.
 */
@Injectable()
export class OutageLedger {
  constructor(private readonly clock: Clock) {}

  /** Makes the outages of circuits anew from when their down time was told anew. */
  async keepInStep(tx: Transaction, retold: readonly RetoldCircuit[]): Promise<void> {
    for (const circuits of toChunks(retold, CIRCUITS_A_QUERY)) {
      const changed = await this.retell(tx, circuits);
      await this.tell(tx, changed);
    }
  }

  /** The outages of circuits that touch [from, to) (ms), in order; without those that were withdrawn. */
  async between(
    reader: RowSource,
    circuitIds: readonly string[],
    from: number,
    to: number,
  ): Promise<Map<string, KnownOutageRow[]>> {
    const found: KnownOutageRow[] = [];
    for (const ids of toChunks(circuitIds, CIRCUITS_A_QUERY)) {
      const rows = await rowsOf<StoredLedgerRow>(
        reader,
        `${SELECT} AND circuit_id IN (${ids.map(() => '?').join(',')}) AND from_at < ? AND (to_at IS NULL OR to_at > ?)
         ORDER BY circuit_id, from_at`,
        [...ids, to, from],
      );
      found.push(...rows.map(toLedgerRow));
    }
    return groupBy(found, ({ circuitId }) => circuitId);
  }

  /** @returns the outages that are other than they were */
  private async retell(tx: Transaction, circuits: readonly RetoldCircuit[]): Promise<ChangedOutage[]> {
    const stored = await this.touched(tx, circuits);
    const from = new Map(
      circuits.map((circuit) => {
        const first = stored.get(circuit.circuitId)?.[0]?.from ?? circuit.from;
        return [circuit.circuitId, Math.min(first, circuit.from)];
      }),
    );
    const pieces = await this.downPieces(tx, from);
    const [ended, fresh, gone]: [Kept[], Added[], Withdrawn[]] = [[], [], []];
    for (const circuit of circuits) {
      const known = stored.get(circuit.circuitId) ?? [];
      const match = matchRuns(known, downRuns(pieces.get(circuit.circuitId) ?? []));
      ended.push(...match.kept.filter((kept) => !isAsStored(kept.stored, kept.run)));
      fresh.push(...match.added.map(({ run, splitFrom }) => ({ ...circuit, id: uuidv7(), run, splitFrom })));
      gone.push(...match.withdrawn);
    }
    await this.save(tx, ended);
    await this.add(tx, fresh);
    await this.withdraw(tx, gone);
    return [...ended.map((kept) => kept.stored), ...fresh, ...gone.map((withdrawn) => withdrawn.stored)];
  }

  /** The outages that the retold time touches, by circuit, in order. */
  private async touched(tx: Transaction, circuits: readonly RetoldCircuit[]): Promise<Map<string, LedgerRow[]>> {
    const from = new Map(circuits.map((circuit) => [circuit.circuitId, circuit.from]));
    const ids = [...from.keys()];
    const rows = await tx.query<StoredLedgerRow>(
      `${SELECT} AND circuit_id IN (${ids.map(() => '?').join(',')}) AND (to_at IS NULL OR to_at >= ?)
       ORDER BY circuit_id, from_at`,
      [...ids, Math.min(...from.values())],
    );
    const touched = rows
      .map(toLedgerRow)
      .filter(({ to, circuitId }) => to === null || to >= (from.get(circuitId) ?? 0));
    return groupBy(touched, ({ circuitId }) => circuitId);
  }

  /** Down pieces of the history of each circuit that reach to its moment or beyond, in order. */
  private async downPieces(tx: Transaction, from: ReadonlyMap<string, number>): Promise<Map<string, DownPiece[]>> {
    const ids = [...from.keys()];
    const rows = await tx.query<Record<keyof DownPiece, string | number | null>>(
      `SELECT object_id AS circuitId, from_at AS "from", to_at AS "to", sides AS sides, evidence AS evidence
       FROM state_interval WHERE object_type = 'circuit' AND object_id IN (${ids.map(() => '?').join(',')})
         AND status = 'failed' AND (to_at IS NULL OR to_at >= ?)
       ORDER BY object_id, from_at`.replaceAll('"', tx.dialect === 'mysql' ? '`' : '"'),
      [...ids, Math.min(...from.values())],
    );
    const pieces = rows
      .map((row) => ({
        circuitId: String(row.circuitId),
        from: Number(row.from),
        to: row.to === null ? null : Number(row.to),
        sides: String(row.sides),
        evidence: String(row.evidence),
      }))
      .filter(({ to, circuitId }) => to === null || to >= (from.get(circuitId) ?? 0));
    return groupBy(pieces, ({ circuitId }) => circuitId);
  }

  private async save(tx: Transaction, kept: readonly Kept[]): Promise<void> {
    for (const chunk of toChunks(kept, ROWS_A_STATEMENT)) {
      const cases = chunk.map(() => 'WHEN ? THEN ?').join(' ');
      const column = (value: (run: DownRun) => string | number | null): (string | number | null)[] =>
        chunk.flatMap(({ stored, run }) => [stored.id, value(run)]);
      await tx.execute(
        `UPDATE outage SET from_at = CASE id ${cases} END, to_at = CASE id ${cases} END, sides = CASE id ${cases} END
         WHERE id IN (${chunk.map(() => '?').join(',')})`,
        [
          ...column(({ from }) => from),
          ...column(({ to }) => to),
          ...column(({ sides }) => sides),
          ...chunk.map(({ stored }) => stored.id),
        ],
      );
    }
  }

  /** A part that late readings cut off an outage keeps what was said about the whole. */
  private async add(tx: Transaction, added: readonly Added[]): Promise<void> {
    const rows = added.map(({ id, circuitId, customerId, run }) => {
      // Works that a house told before it planned them here.
      const cause: OutageCause = run.evidence === 'WORK' ? 'PLANNED' : 'UNKNOWN';
      const told = [id, circuitId, customerId, run.from, run.to, run.sides, run.evidence];
      return [...told, cause, null, null, null, null, 0];
    });
    await tx.insertMany('outage', COLUMNS, ['id'], rows);
    for (const { id, splitFrom } of added) {
      const judgementId = splitFrom?.judgementId ?? null;
      if (judgementId !== null) await this.copyJudgement(tx, judgementId, id);
    }
  }

  private async withdraw(tx: Transaction, withdrawn: readonly Withdrawn[]): Promise<void> {
    for (const { stored, successor } of withdrawn) {
      await tx.execute('UPDATE outage SET withdrawn_at = ?, successor_id = ? WHERE id = ?', [
        this.clock.now(),
        successor?.id ?? null,
        stored.id,
      ]);
    }
  }

  /** Of a part of a judged outage, which late readings make now and then. */
  private async copyJudgement(tx: Transaction, judgementId: string, outageId: string): Promise<void> {
    const id = uuidv7();
    await tx.execute(
      `INSERT INTO outage_judgement (id, outage_id, revision, at, cause, responsibility, comment, role, user_id)
       SELECT ?, ?, 1, at, cause, responsibility, comment, role, user_id FROM outage_judgement WHERE id = ?`,
      [id, outageId, judgementId],
    );
    const [judged] = await tx.query<Record<string, string | number | null>>(
      'SELECT cause, responsibility, comment, at AS judged_at, revision FROM outage_judgement WHERE id = ?',
      [id],
    );
    await tx.execute(
      `UPDATE outage SET ${JUDGED.map((name) => `${name} = ?`).join(', ')}, judgement_id = ? WHERE id = ?`,
      [...JUDGED.map((name) => judged?.[name] ?? null), id, outageId],
    );
  }

  /** Tells the pages of the customers; who may see a circuit is decided by its sites. */
  async tell(tx: Transaction, changed: readonly ChangedOutage[]): Promise<void> {
    if (changed.length === 0) return;
    const circuitIds = [...new Set(changed.map(({ circuitId }) => circuitId))];
    const ends = await tx.query<{ circuitId: string; siteId: string }>(
      `SELECT circuit_id AS circuitId, site_id AS siteId FROM circuit_end
       WHERE site_id IS NOT NULL AND circuit_id IN (${circuitIds.map(() => '?').join(',')})`,
      circuitIds,
    );
    const sites = groupBy(ends, ({ circuitId }) => circuitId);
    const byCustomer = groupBy(changed, ({ customerId }) => customerId);
    const changes = [...byCustomer].map(([feed, outages]) => ({
      feed,
      topic: 'records.changed' as const,
      items: outages.map(({ id, circuitId }): OutboxItem => {
        const siteIds = (sites.get(circuitId) ?? []).map(({ siteId }) => siteId);
        return { siteIds: [...new Set(siteIds)], body: { kind: 'outage', id } };
      }),
    }));
    await appendToOutbox(tx, changes, this.clock.now());
  }
}

/** An outage of which people are told. */
export interface ChangedOutage {
  readonly id: string;
  readonly circuitId: string;
  readonly customerId: string;
}

type Match = RunMatch<LedgerRow>;
type Kept = Match['kept'][number];
type Withdrawn = Match['withdrawn'][number];
type Added = Match['added'][number] & ChangedOutage;

interface DownPiece extends DownRun {
  readonly circuitId: string;
}

const SELECT = `SELECT id, circuit_id AS circuitId, customer_id AS customerId, from_at AS fromAt, to_at AS toAt,
  sides, evidence, cause, judgement_id AS judgementId FROM outage WHERE withdrawn_at IS NULL`;

interface StoredLedgerRow {
  readonly id: string;
  readonly circuitId: string;
  readonly customerId: string;
  readonly fromAt: number | string;
  readonly toAt: number | string | null;
  readonly sides: string;
  readonly evidence: string;
  readonly cause: OutageCause;
  readonly judgementId: string | null;
}

function toLedgerRow({ fromAt, toAt, ...row }: StoredLedgerRow): LedgerRow {
  return { ...row, from: Number(fromAt), to: toAt === null ? null : Number(toAt), isJudged: row.judgementId !== null };
}

function isAsStored(stored: LedgerRow, run: DownRun): boolean {
  return stored.from === run.from && stored.to === run.to && stored.sides === run.sides;
}
