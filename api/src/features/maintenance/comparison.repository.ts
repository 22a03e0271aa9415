import { Injectable } from '@nestjs/common';
import type { LineFacts, OperatingStatus, Verdict } from '@linewatch/shared';
import { Database, type Transaction } from '../../database/database.js';
import { type BucketRow, groupBy, RollupRepository, toChunks } from '../telemetry/index.js';
import { loadOf } from './line-load.js';
import { type Big, places } from './work.rows.js';

/** A stretch in which circuits are looked at, [from, to) in ms; their state is that at `to`. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

interface PortRow {
  readonly circuitId: string;
  readonly side: string;
  readonly portId: number;
  readonly contractedBps: Big;
}

interface LatencyRow {
  readonly circuitId: string;
  readonly sent: Big | null;
  readonly received: Big | null;
  readonly delayN: Big | null;
  readonly delaySumUs: Big | null;
}

const PORTS_A_QUERY = 400;
const BUCKET_S = 300;
const NO_LOAD = { utilisation: null, errors: null };

/** Measures circuits around a work, and keeps what was found. Reads states and sums, never readings. */
@Injectable()
export class ComparisonRepository {
  constructor(
    private readonly database: Database,
    private readonly rollups: RollupRepository,
  ) {}

  /** @param circuitIds at most some hundred */
  async factsOf(circuitIds: readonly string[], stretch: Stretch): Promise<Map<string, LineFacts>> {
    const [states, loads, latency] = await Promise.all([
      this.states(circuitIds, stretch.to),
      this.loads(circuitIds, stretch),
      this.latency(circuitIds, stretch),
    ]);
    return new Map(
      circuitIds.map((id) => [
        id,
        { status: states.get(id) ?? null, ...(loads.get(id) ?? NO_LOAD), ...delayOf(latency, id) },
      ]),
    );
  }

  async keep(
    tx: Transaction,
    windowId: string,
    circuitId: string,
    found: { readonly before: LineFacts; readonly after: LineFacts; readonly verdict: Verdict },
  ): Promise<void> {
    await tx.execute(
      'UPDATE maintenance_circuit SET before_facts = ?, after_facts = ?, verdict = ? WHERE window_id = ? AND circuit_id = ?',
      [JSON.stringify(found.before), JSON.stringify(found.after), found.verdict, windowId, circuitId],
    );
  }

  /** The state that held up to an instant. */
  private async states(circuitIds: readonly string[], at: number): Promise<Map<string, OperatingStatus>> {
    const rows = await this.database.read<{ id: string; status: OperatingStatus }>(
      `SELECT s.object_id AS id, s.status AS status FROM state_interval s
       WHERE s.object_type = 'circuit' AND s.object_id IN (${places(circuitIds)}) AND s.from_at < ?
         AND (s.to_at IS NULL OR s.to_at >= ?)`,
      [...circuitIds, at, at],
    );
    return new Map(rows.map(({ id, status }) => [id, status]));
  }

  private async loads(
    circuitIds: readonly string[],
    stretch: Stretch,
  ): Promise<Map<string, ReturnType<typeof loadOf>>> {
    const ports = await this.ports(circuitIds);
    const ids = [...new Set(ports.map(({ portId }) => portId))];
    const [carried, since] = [await this.carried(ids, stretch), await this.heardSince(ids)];
    const loads = ports.map(({ portId, ...port }) => ({
      ...port,
      sums: carried.get(portId) ?? [],
      heardSince: since.get(portId),
    }));
    return new Map(
      [...groupBy(loads, ({ circuitId }) => circuitId)].map(([id, own]) => [
        id,
        loadOf(own, Number(own[0]?.contractedBps ?? 0)),
      ]),
    );
  }

  /** The watched ports of circuits, each once a side. */
  private ports(circuitIds: readonly string[]): Promise<PortRow[]> {
    return this.database.read<PortRow>(
      `SELECT DISTINCT e.circuit_id AS circuitId, e.side AS side, e.port_id AS portId, c.contracted_bps AS contractedBps
       FROM circuit_end e JOIN circuit c ON c.id = e.circuit_id
       WHERE e.circuit_id IN (${places(circuitIds)}) AND e.port_id IS NOT NULL AND e.monitoring <> 'UNMONITORED'`,
      circuitIds,
    );
  }

  private async carried(portIds: readonly number[], stretch: Stretch): Promise<Map<number, BucketRow[]>> {
    const rows: BucketRow[] = [];
    for (const ids of toChunks(portIds, PORTS_A_QUERY)) {
      rows.push(...(await this.rollups.ofPorts('5m', ids, ...bucketsOf(stretch))));
    }
    return groupBy(rows, ({ portId }) => portId);
  }

  private async heardSince(portIds: readonly number[]): Promise<Map<number, number | undefined>> {
    const found = new Map<number, number | undefined>();
    for (const ids of toChunks(portIds, PORTS_A_QUERY)) {
      const since = await this.rollups.heardSince('5m', ids);
      for (const [index, id] of ids.entries()) found.set(id, since[index]);
    }
    return found;
  }

  private async latency(circuitIds: readonly string[], stretch: Stretch): Promise<Map<string, LatencyRow>> {
    const rows = await this.database.read<LatencyRow>(
      `SELECT m.circuit_id AS circuitId, SUM(l.sent) AS sent, SUM(l.received) AS received, SUM(l.delay_n) AS delayN,
         SUM(l.delay_sum_us) AS delaySumUs
       FROM measure_point m JOIN latency_5m l ON l.point_id = m.id AND l.bucket >= ? AND l.bucket < ?
       WHERE m.circuit_id IN (${places(circuitIds)}) GROUP BY m.circuit_id`,
      [...bucketsOf(stretch), ...circuitIds],
    );
    return new Map(rows.map((row) => [row.circuitId, row]));
  }
}

/** The whole buckets of five minutes within a stretch, epoch seconds. */
function bucketsOf({ from, to }: Stretch): [number, number] {
  const whole = (ms: number, round: (value: number) => number): number => round(ms / 1_000 / BUCKET_S) * BUCKET_S;
  return [whole(from, Math.ceil), whole(to, Math.floor)];
}

function delayOf(rows: ReadonlyMap<string, LatencyRow>, id: string): Pick<LineFacts, 'latencyUs' | 'lossPct'> {
  const row = rows.get(id);
  const [sent, received, delayN] = [Number(row?.sent ?? 0), Number(row?.received ?? 0), Number(row?.delayN ?? 0)];
  return {
    latencyUs: delayN === 0 ? null : Math.round(Number(row?.delaySumUs ?? 0) / delayN),
    lossPct: sent === 0 ? null : round(((sent - received) / sent) * 100, 2),
  };
}

function round(value: number, places: number): number {
  const unit = 10 ** places;
  return Math.round(value * unit) / unit;
}
