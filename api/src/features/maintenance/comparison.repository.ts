import { Injectable } from '@nestjs/common';
import type { LineFacts, OperatingStatus, Verdict } from '@linewatch/shared';
import { Database, type Transaction } from '../../database/database.js';
import { type Big, places } from './work.rows.js';

/** A stretch in which circuits are looked at, [from, to) in ms; their state is that at `to`. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

interface TrafficRow {
  readonly circuitId: string;
  readonly contractedBps: Big;
  readonly coveredMs: Big | null;
  readonly inOctets: Big | null;
  readonly outOctets: Big | null;
  readonly errors: Big | null;
}

interface LatencyRow {
  readonly circuitId: string;
  readonly sent: Big | null;
  readonly received: Big | null;
  readonly delayN: Big | null;
  readonly delaySumUs: Big | null;
}

const OCTETS_OF_ERRORS = 100_000_000;
const BUCKET_S = 300;

/** Measures circuits around a work, and keeps what was found. Reads states and sums, never readings. */
@Injectable()
export class ComparisonRepository {
  constructor(private readonly database: Database) {}

  /** @param circuitIds at most some hundred */
  async factsOf(circuitIds: readonly string[], stretch: Stretch): Promise<Map<string, LineFacts>> {
    const [states, traffic, latency] = await Promise.all([
      this.states(circuitIds, stretch.to),
      this.traffic(circuitIds, stretch),
      this.latency(circuitIds, stretch),
    ]);
    return new Map(
      circuitIds.map((id) => [id, { status: states.get(id) ?? null, ...loadOf(traffic, id), ...delayOf(latency, id) }]),
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

  private async traffic(circuitIds: readonly string[], stretch: Stretch): Promise<Map<string, TrafficRow>> {
    const rows = await this.database.read<TrafficRow>(
      `SELECT e.circuit_id AS circuitId, c.contracted_bps AS contractedBps, SUM(r.covered_ms) AS coveredMs,
         SUM(r.in_octets) AS inOctets, SUM(r.out_octets) AS outOctets,
         SUM(r.in_errors + r.out_errors + r.in_discards + r.out_discards) AS errors
       FROM circuit_end e JOIN circuit c ON c.id = e.circuit_id
         JOIN rollup_5m r ON r.port_id = e.port_id AND r.bucket >= ? AND r.bucket < ?
       WHERE e.circuit_id IN (${places(circuitIds)}) GROUP BY e.circuit_id, c.contracted_bps`,
      [...bucketsOf(stretch), ...circuitIds],
    );
    return new Map(rows.map((row) => [row.circuitId, row]));
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

function loadOf(rows: ReadonlyMap<string, TrafficRow>, id: string): Pick<LineFacts, 'utilisation' | 'errors'> {
  const row = rows.get(id);
  const coveredMs = Number(row?.coveredMs ?? 0);
  if (row === undefined || coveredMs === 0) return { utilisation: null, errors: null };
  const [inOctets, outOctets] = [Number(row.inOctets ?? 0), Number(row.outOctets ?? 0)];
  const bps = (Math.max(inOctets, outOctets) * 8_000) / coveredMs;
  const octets = inOctets + outOctets;
  const contracted = Number(row.contractedBps);
  return {
    utilisation: contracted === 0 ? null : round((bps / contracted) * 100, 1),
    errors: octets === 0 ? null : round((Number(row.errors ?? 0) / octets) * OCTETS_OF_ERRORS, 2),
  };
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
