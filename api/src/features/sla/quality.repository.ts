import { Injectable } from '@nestjs/common';
import type { Interval, QualitySlot } from '@linewatch/shared';
import { type RowSource, rowsOf } from '../../database/row-source.js';
import { groupBy } from '../telemetry/index.js';

interface SumRow {
  readonly bucket: number | string;
  readonly sent: number | string;
  readonly received: number | string;
  readonly delayN: number | string;
  readonly delaySumUs: number | string;
  readonly jitterN: number | string;
  readonly jitterSumUs: number | string;
}

/** Reads what probes measured of circuits that were chosen by a scope before. */
@Injectable()
export class QualityRepository {
  /** The points that measure delay and loss, by circuit. At most 500 circuits. */
  async points(reader: RowSource, circuitIds: readonly string[]): Promise<Map<string, number[]>> {
    if (circuitIds.length === 0) return new Map();
    const rows = await rowsOf<{ circuitId: string; id: number }>(
      reader,
      `SELECT circuit_id AS circuitId, id FROM measure_point
       WHERE kind = 'LATENCY' AND circuit_id IN (${circuitIds.map(() => '?').join(',')}) ORDER BY circuit_id, id`,
      circuitIds,
    );
    const byCircuit = groupBy(rows, ({ circuitId }) => circuitId);
    return new Map([...byCircuit].map(([circuitId, own]) => [circuitId, own.map(({ id }) => id)]));
  }

  /** The five minutes of some points that begin in a period, in order; what several points measured is added up. */
  async slots(reader: RowSource, points: readonly number[], { from, to }: Interval): Promise<QualitySlot[]> {
    if (points.length === 0) return [];
    const rows = await rowsOf<SumRow>(
      reader,
      `SELECT bucket, SUM(sent) AS sent, SUM(received) AS received, SUM(delay_n) AS delayN,
         SUM(delay_sum_us) AS delaySumUs, SUM(jitter_n) AS jitterN, SUM(jitter_sum_us) AS jitterSumUs
       FROM latency_5m WHERE point_id IN (${points.map(() => '?').join(',')}) AND bucket >= ? AND bucket < ?
       GROUP BY bucket ORDER BY bucket`,
      [...points, Math.ceil(from / 1_000), Math.ceil(to / 1_000)],
    );
    return rows.map((row) => ({
      at: Number(row.bucket) * 1_000,
      sent: Number(row.sent),
      received: Number(row.received),
      delayN: Number(row.delayN),
      delaySumUs: Number(row.delaySumUs),
      jitterN: Number(row.jitterN),
      jitterSumUs: Number(row.jitterSumUs),
    }));
  }
}
