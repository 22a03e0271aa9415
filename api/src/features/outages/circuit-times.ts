import { Injectable } from '@nestjs/common';
import {
  circuitTimes,
  type ExcludingWork,
  type ObservedPiece,
  type OperatingStatus,
  type TimePiece,
} from '@linewatch/shared';
import { type RowSource, rowsOf } from '../../database/row-source.js';
import { Clock } from '../../platform/clock/clock.js';
import { groupBy, toChunks } from '../telemetry/index.js';
import { WorksCover } from '../works-cover/index.js';
import { OutageLedger } from './outage-ledger.js';

const CIRCUITS_A_QUERY = 500;

interface LifeRow {
  readonly id: string;
  readonly activatedAt: number | string | null;
  readonly terminatedAt: number | string | null;
}

interface PieceRow {
  readonly circuitId: string;
  readonly status: OperatingStatus;
  readonly fromAt: number | string;
  readonly toAt: number | string | null;
  readonly evidence: string;
}

/** The time of circuits in four states, with what each piece of it rests on: what pages show and an SLA is reckoned from. */
@Injectable()
export class CircuitTimes {
  constructor(
    private readonly ledger: OutageLedger,
    private readonly cover: WorksCover,
    private readonly clock: Clock,
  ) {}

  /**
   * The time of circuits in [from, to) (ms), without holes: from the begin of their service (or of what is known of
   * them, where nobody wrote that down) to its end, and never beyond now. Whoever asks has chosen the circuits by a scope.
   *
   * @returns in order; circuits without any time in the range are missing
   */
  async between(
    reader: RowSource,
    circuitIds: readonly string[],
    from: number,
    to: number,
  ): Promise<ReadonlyMap<string, readonly TimePiece[]>> {
    const times = new Map<string, readonly TimePiece[]>();
    const until = Math.min(to, this.clock.now());
    if (from >= until) return times;
    for (const ids of toChunks(circuitIds, CIRCUITS_A_QUERY)) {
      const [lives, histories, outages, works] = await Promise.all([
        this.lives(reader, ids),
        this.histories(reader, ids, from, until),
        this.ledger.between(reader, ids, from, until),
        this.works(reader, ids, from, until),
      ]);
      for (const { id, activatedAt, terminatedAt } of lives) {
        const observed = histories.get(id) ?? [];
        const begin = activatedAt === null ? observed[0]?.from : Number(activatedAt);
        if (begin === undefined) continue;
        const end = terminatedAt === null ? until : Math.min(until, Number(terminatedAt));
        const window = { from: Math.max(from, begin), to: end };
        if (window.from >= window.to) continue;
        times.set(id, circuitTimes({ window, observed, works: works.get(id) ?? [], outages: outages.get(id) ?? [] }));
      }
    }
    return times;
  }

  private lives(reader: RowSource, ids: readonly string[]): Promise<LifeRow[]> {
    return rowsOf<LifeRow>(
      reader,
      `SELECT id, activated_at AS activatedAt, terminated_at AS terminatedAt FROM circuit
       WHERE id IN (${ids.map(() => '?').join(',')})`,
      ids,
    );
  }

  private async histories(
    reader: RowSource,
    ids: readonly string[],
    from: number,
    to: number,
  ): Promise<Map<string, ObservedPiece[]>> {
    const rows = await rowsOf<PieceRow>(
      reader,
      `SELECT object_id AS circuitId, status, from_at AS fromAt, to_at AS toAt, evidence FROM state_interval
       WHERE object_type = 'circuit' AND object_id IN (${ids.map(() => '?').join(',')})
         AND from_at < ? AND (to_at IS NULL OR to_at > ?)
       ORDER BY object_id, from_at`,
      [...ids, to, from],
    );
    const pieces = rows.map(({ circuitId, status, fromAt, toAt, evidence }) => ({
      ...{ circuitId, status, evidence },
      from: Number(fromAt),
      to: toAt === null ? null : Number(toAt),
    }));
    return groupBy(pieces, ({ circuitId }) => circuitId);
  }

  /** Works that take their time out of the count; others are down time like any. */
  private async works(
    reader: RowSource,
    ids: readonly string[],
    from: number,
    to: number,
  ): Promise<ReadonlyMap<string, ExcludingWork[]>> {
    const covered = (await this.cover.between(reader, ids, from, to)).filter(({ excludes }) => excludes);
    return groupBy(
      covered.map(({ windowId, circuitId, from: begin, to: end }) => ({
        id: windowId,
        circuitId,
        from: begin,
        to: end,
      })),
      ({ circuitId }) => circuitId,
    );
  }
}
