import { Injectable } from '@nestjs/common';
import type { CircuitEndSide, Measured, ThresholdMetric } from '@linewatch/shared';
import { Database } from '../../database/database.js';
import {
  bundledReadings,
  type PortSampleRow,
  RollupRepository,
  SampleStore,
  type SideReading,
  toChunks,
} from '../telemetry/index.js';

/** What of a circuit is measured. */
export interface Wanted {
  readonly circuitId: string;
  readonly metric: ThresholdMetric;
  /** Null: the side that stands for the circuit, or every point. */
  readonly side: CircuitEndSide | null;
  /** How far back from now; ms. */
  readonly backMs: number;
}

/** Oldest first; `gapMs`: what lies further apart has a break between. */
export interface Series {
  readonly values: readonly Measured[];
  readonly gapMs: number;
}

const GAP_INTERVALS = 2.5;
const IDS_A_QUERY = 400;
const US_PER_MS = 1_000;

interface EndRow {
  readonly circuitId: string;
  readonly side: CircuitEndSide;
  readonly portId: number;
  readonly intervalS: number;
  readonly contractedBps: number | string;
}

interface PointRow {
  readonly pointId: number;
  readonly circuitId: string;
  readonly side: CircuitEndSide;
  readonly intervalS: number;
}

type Traffic = 'UTILISATION' | 'ERROR_RATE';

/** The watched ports of one side of a circuit; several are a bundle. */
interface Side {
  readonly portIds: readonly number[];
  /** The longest of its ports. */
  readonly intervalS: number;
  readonly contractedBps: number;
}

/** Measured values by what people set levels for, from committed readings. */
@Injectable()
export class MetricValues {
  constructor(
    private readonly database: Database,
    private readonly samples: SampleStore,
    private readonly rollups: RollupRepository,
  ) {}

  /** In the order of the question; of several points the one that was measured last. */
  async of(wanted: readonly Wanted[], now: number): Promise<Series[]> {
    const traffic = wanted.filter(({ metric }) => metric === 'UTILISATION' || metric === 'ERROR_RATE');
    const series = new Map<Wanted, Series>();
    for (const [want, found] of await this.ofPorts(traffic, now)) series.set(want, found);
    for (const want of wanted) if (!series.has(want)) series.set(want, await this.ofPoints(want, now));
    return wanted.map((want) => series.get(want) ?? { values: [], gapMs: 0 });
  }

  private async ofPorts(wanted: readonly Wanted[], now: number): Promise<Map<Wanted, Series>> {
    const ends = await this.ends([...new Set(wanted.map(({ circuitId }) => circuitId))]);
    const back = wanted.reduce((most, { backMs }) => Math.max(most, backMs), 0);
    const chosen = new Map(wanted.map((want) => [want, sideOf(ends.get(want.circuitId) ?? [], want.side)]));
    const sides = [...chosen.values()];
    const nowS = Math.floor(now / 1_000);
    const longestS = sides.reduce((most, { intervalS }) => Math.max(most, intervalS), 0);
    const from = nowS - Math.ceil(back / 1_000) - 4 * longestS;
    const stored = await this.samples.counted([...new Set(sides.flatMap(({ portIds }) => portIds))], from, nowS + 1);
    const since = await this.heardSince(sides);
    return new Map(
      [...chosen].map(([want, side]) => {
        const values = readingsOf(side, stored, since).flatMap((reading): Measured[] => {
          const value = valueOf(want.metric as Traffic, reading, side.contractedBps);
          return value === null ? [] : [{ at: reading.takenAt, value }];
        });
        return [want, { values, gapMs: GAP_INTERVALS * side.intervalS * 1_000 }];
      }),
    );
  }

  /** Since when ports of bundles are known; a port that is alone is never missed beside others. */
  private async heardSince(sides: readonly Side[]): Promise<Map<number, number>> {
    const bundled = [...new Set(sides.flatMap(({ portIds }) => (portIds.length > 1 ? portIds : [])))];
    const found = new Map<number, number>();
    for (const ids of toChunks(bundled, IDS_A_QUERY)) {
      const since = await this.rollups.heardSince('5m', ids);
      for (const [index, id] of ids.entries()) {
        const bucket = since[index];
        if (bucket !== undefined) found.set(id, bucket);
      }
    }
    return found;
  }

  private async ends(circuitIds: readonly string[]): Promise<Map<string, EndRow[]>> {
    const found = new Map<string, EndRow[]>();
    for (let start = 0; start < circuitIds.length; start += IDS_A_QUERY) {
      const ids = circuitIds.slice(start, start + IDS_A_QUERY);
      const rows = await this.database.read<EndRow>(
        `SELECT e.circuit_id AS circuitId, e.side AS side, e.port_id AS portId, pp.interval_s AS intervalS,
           c.contracted_bps AS contractedBps
         FROM circuit_end e JOIN circuit c ON c.id = e.circuit_id JOIN port p ON p.id = e.port_id
         JOIN device d ON d.id = p.device_id JOIN poll_profile pp ON pp.id = d.poll_profile_id
         WHERE e.circuit_id IN (${ids.map(() => '?').join(',')}) AND e.monitoring <> 'UNMONITORED'
         ORDER BY e.circuit_id, e.side, e.seq`,
        ids,
      );
      for (const row of rows) found.set(row.circuitId, [...(found.get(row.circuitId) ?? []), row]);
    }
    return found;
  }

  private async ofPoints({ circuitId, metric, side, backMs }: Wanted, now: number): Promise<Series> {
    const { kind, table, column, scale } = MEASURED[metric as keyof typeof MEASURED];
    const points = await this.database.read<PointRow>(
      `SELECT m.id AS pointId, m.circuit_id AS circuitId, m.side AS side, m.interval_s AS intervalS FROM measure_point m
       WHERE m.circuit_id = ? AND m.kind = ? ORDER BY m.side, m.id LIMIT 16`,
      [circuitId, kind],
    );
    let best: Series = { values: [], gapMs: 0 };
    for (const point of points.filter((one) => side === null || one.side === side)) {
      const from = Math.floor((now - backMs) / 1_000) - 4 * point.intervalS;
      const rows = await this.database.read<{ at: number | string; value: number | string | null }>(
        `SELECT taken_at AS at, ${column} AS value FROM ${table} WHERE point_id = ? AND slot >= ? AND status = 'OK'
         ORDER BY slot`,
        [point.pointId, from],
      );
      const values = rows.flatMap(({ at, value }) =>
        value === null ? [] : [{ at: Number(at), value: Number(value) / scale }],
      );
      if ((values.at(-1)?.at ?? 0) > (best.values.at(-1)?.at ?? 0)) {
        best = { values, gapMs: GAP_INTERVALS * point.intervalS * 1_000 };
      }
    }
    return best;
  }
}

const LATENCY = { kind: 'LATENCY', table: 'measure_latency' } as const;
const MEASURED = {
  LOSS: { ...LATENCY, column: '100.0 * (sent - received) / NULLIF(sent, 0)', scale: 1 },
  DELAY: { ...LATENCY, column: 'mean_us', scale: US_PER_MS },
  JITTER: { ...LATENCY, column: 'jitter_us', scale: US_PER_MS },
  RX_POWER: { kind: 'OPTICAL', table: 'measure_optical', column: 'rx_dbm', scale: 1 },
} as const;

/** The asked side; unless one is asked for, A stands for the circuit, as it does in the lists. */
function sideOf(ends: readonly EndRow[], asked: CircuitEndSide | null): Side {
  const side = asked ?? ends[0]?.side;
  const own = ends.filter((end) => end.side === side);
  return {
    portIds: [...new Set(own.map(({ portId }) => portId))],
    intervalS: own.reduce((most, { intervalS }) => Math.max(most, intervalS), 0),
    contractedBps: Number(own[0]?.contractedBps ?? 0),
  };
}

/** In order: of one port as it was read, of several what they come to together (P-95). */
function readingsOf(
  { portIds, intervalS }: Side,
  stored: ReadonlyMap<number, readonly PortSampleRow[]>,
  since: ReadonlyMap<number, number>,
): readonly SideReading[] {
  const ports = portIds.map((id) => (stored.get(id) ?? []).toSorted((one, other) => one.takenAt - other.takenAt));
  if (ports.length < 2) return ports[0] ?? [];
  return bundledReadings(
    ports.map((rows, index) => ({ rows, heardSince: since.get(portIds[index] ?? -1) ?? rows[0]?.slot })),
    intervalS,
  );
}

/** In percent; null where nothing honest can be said. */
function valueOf(metric: Traffic, row: SideReading, contractedBps: number): number | null {
  if (metric === 'ERROR_RATE') {
    const { inErrors, inPackets } = row;
    if (inErrors === null || inPackets === null || inErrors + inPackets === 0) return null;
    return (100 * inErrors) / (inErrors + inPackets);
  }
  if (contractedBps <= 0 || (row.inBps === null && row.outBps === null)) return null;
  return (100 * Math.max(row.inBps ?? 0, row.outBps ?? 0)) / contractedBps;
}
