import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { demoDelayMs, type DemoNetwork } from '@linewatch/shared/demo';
import type { Transaction } from '../../database/database.js';
import { MeasureSumRepository } from '../measures/index.js';
import { BUCKET_S, day, fiveMinutes, hour } from '../telemetry/index.js';
import type { DemoSpan } from './demo-past.js';
import { disturbances } from './demo-states.js';
import { probePoints } from './demo-points.js';

/** So many days are told by five minutes; the charts of longer times are drawn from hours. */
const FINE_DAYS = 8;
/** Of a few lines more, so that the last closed month has what their contract promises of it. */
const FINE_DAYS_OF_PROMISES = 63;
const PROMISED_LINES = 2;
const DAY_S = 86_400;
const MS = 1_000;
const US_PER_MS = 1_000;
const CHINA_OFFSET_S = 8 * 3_600;
const SENT_A_RUN = 20;
const RUN_EVERY_S = 60;
const LEVELS = { latency_5m: BUCKET_S['5m'], latency_1h: BUCKET_S['1h'], latency_1d: BUCKET_S['1d'] } as const;

/** One path of the past: how long it is, and when nothing came through. */
interface PastPath {
  readonly pointId: number;
  readonly delayUs: number;
  readonly cuts: readonly { readonly from: number; readonly to: number }[];
  readonly from: number;
  /** A device's own ping tells none. */
  readonly hasJitter: boolean;
  /** Whether a contract promises something of it. */
  readonly isPromised: boolean;
}

/** Tells the latency of the months before the first start: slower by day, all loss while the line was cut. */
@Injectable()
export class DemoLatency {
  constructor(private readonly sums: MeasureSumRepository) {}

  /** @returns how many rows were written */
  async tell(tx: Transaction, network: DemoNetwork, span: DemoSpan): Promise<number> {
    let rows = 0;
    for (const path of pastPaths(network, span)) {
      const fineDays = path.isPromised ? FINE_DAYS_OF_PROMISES : FINE_DAYS;
      rows += await this.tellLevel(tx, path, 'latency_5m', fiveMinutes(span.rolledUpTo - fineDays * DAY_S), span);
      rows += await this.tellLevel(tx, path, 'latency_1h', hour(span.from), span);
      rows += await this.tellLevel(tx, path, 'latency_1d', day(span.from), span);
      // A signal to stop must be heard meanwhile.
      await setImmediate();
    }
    return rows;
  }

  private async tellLevel(
    tx: Transaction,
    path: PastPath,
    table: keyof typeof LEVELS,
    earliest: number,
    span: DemoSpan,
  ): Promise<number> {
    const widthS = LEVELS[table];
    const rows: PastSum[] = [];
    for (let bucket = Math.max(earliest, path.from); bucket < span.rolledUpTo; bucket += widthS) {
      rows.push(pastSum(path, bucket, widthS, span.rolledUpTo));
    }
    await this.sums.save(tx, table, rows);
    return rows.length;
  }
}

/** The lines of the first contract that probes measure, of which the demo promises latency, loss and jitter. */
export function closelyMeasured({ contracts, circuits, probes }: DemoNetwork): ReadonlySet<string> {
  const probed = new Set(probes.map(({ circuit }) => circuit));
  const own = circuits.filter(({ contract, code }) => contract === contracts[0]?.number && probed.has(code));
  return new Set(own.slice(0, PROMISED_LINES).map(({ code }) => code));
}

function pastPaths(network: DemoNetwork, span: DemoSpan): PastPath[] {
  const points = [
    ...network.measures.map(({ circuit, kind, reading }, index) => ({
      id: index + 1,
      circuit,
      kind,
      hasJitter: reading.source !== 'DISMAN_PING',
    })),
    ...probePoints(network, 0).map(({ id, probe: { circuit } }) => ({
      id,
      circuit,
      kind: 'LATENCY' as const,
      hasJitter: true,
    })),
  ];
  const promised = closelyMeasured(network);
  const activated = new Map(network.circuits.map(({ code, activatedDaysAgo }) => [code, activatedDaysAgo]));
  return points
    .filter(({ kind }) => kind === 'LATENCY')
    .map(({ id, circuit, hasJitter }) => {
      const since = span.foundedAt - (activated.get(circuit) ?? 0) * DAY_S * MS;
      const from = Math.max(span.from, day(Math.ceil(since / MS)));
      const told = (['A', 'Z'] as const).flatMap((side) =>
        disturbances(network.history, circuit, side, [from * MS, span.foundedAt], span.foundedAt),
      );
      const cuts = told.filter(({ kind }) => kind === 'OUTAGE' || kind === 'WORK');
      const isPromised = promised.has(circuit);
      return { pointId: id, delayUs: demoDelayMs(circuit) * US_PER_MS, cuts, from, hasJitter, isPromised };
    });
}

type PastSum = ReturnType<typeof pastSum>;

/** The runs of one bucket, in the columns of the table. */
function pastSum({ pointId, delayUs, cuts, hasJitter }: PastPath, bucket: number, widthS: number, until: number) {
  const lengthS = Math.min(widthS, until - bucket);
  const n = Math.max(1, Math.floor(lengthS / RUN_EVERY_S));
  const [from, to] = [bucket * MS, (bucket + lengthS) * MS];
  const cutMs = cuts.reduce((sum, cut) => sum + Math.max(0, Math.min(to, cut.to) - Math.max(from, cut.from)), 0);
  const sent = n * SENT_A_RUN;
  const received = Math.round(sent * Math.max(0, 1 - cutMs / (to - from)));
  const meanUs = Math.round(delayUs * (1 + 0.12 * busy(bucket + lengthS / 2) + 0.02 * noise(pointId, bucket)));
  const jitterUs = Math.round(delayUs * 0.02 * (1 + noise(pointId + 1, bucket)));
  const answered = received > 0;
  return {
    point_id: pointId,
    bucket,
    n,
    failed_n: 0,
    sent,
    received,
    min_us: answered ? Math.round(meanUs * 0.96) : null,
    max_us: answered ? Math.round(meanUs * (1.1 + 0.2 * noise(pointId + 2, bucket))) : null,
    delay_n: received,
    delay_sum_us: meanUs * received,
    jitter_n: answered && hasJitter ? n : 0,
    jitter_sum_us: answered && hasJitter ? jitterUs * n : 0,
  };
}

/** How busy the networks of China are at that time of day, 0..1: least at four, most at sixteen o'clock. */
function busy(epochS: number): number {
  const share = ((epochS + CHINA_OFFSET_S) % DAY_S) / DAY_S;
  return (1 - Math.cos(2 * Math.PI * (share - 4 / 24))) / 2;
}

/** The same number in 0..1 for the same words; from the fraction of a sine, since this runs often. */
function noise(seed: number, bucket: number): number {
  const value = Math.sin(seed * 12.9898 + bucket * 0.0078233) * 43_758.5453;
  return value - Math.floor(value);
}
