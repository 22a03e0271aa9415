import { setImmediate } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import type { CircuitEndSide } from '@linewatch/shared';
import type { DemoCircuit, DemoNetwork } from '@linewatch/shared/demo';
import type { Transaction } from '../../database/database.js';
import { day, fiveMinutes, hour } from '../telemetry/index.js';
import { type DemoIds, idOf, watchedEnds, type WatchedEnd } from './demo-ids.js';
import { Clock } from '../../platform/clock/clock.js';
import { DemoPastRepository } from './demo-past.repository.js';
import { circuitPresent, type PastEnd, portPresent } from './demo-present.js';
import { circuitPast, type Disturbance, disturbances, portPast } from './demo-states.js';
import { addSum, emptySum, firstSlot, type PastReading, PastTraffic, type TrafficSum } from './demo-traffic.js';

const MS = 1_000;
const DAY_MS = 86_400_000;
const FIVE_MINUTES_S = 300;
/** What the past was polled at; the present may be polled faster. */
const PAST_STEP_S = 60;
/** So much of the past is kept reading by reading, for the chart of the last hour. */
const READINGS_KEPT_S = 7_200;
const READINGS_KEPT = 720;
/** A reading is not told before its agent would have answered. */
const ANSWERED_WITHIN_MS = 100;

/** The time that the demo tells of. All but `foundedAt` (ms) in epoch seconds. */
export interface DemoSpan {
  readonly foundedAt: number;
  readonly intervalS: number;
  /** Begin of the day on which the history begins. */
  readonly from: number;
  /** Before this the past was polled once a minute, from here on at the demo's interval, and its readings are kept. */
  readonly readingsFrom: number;
  /** End of the last whole five minutes. */
  readonly rolledUpTo: number;
}

export function demoSpan(foundedAt: number, days: number, intervalS: number): DemoSpan {
  const now = Math.floor(foundedAt / MS);
  const from = days === 0 ? now : day(now - (days * DAY_MS) / MS);
  const kept = Math.min(READINGS_KEPT_S, READINGS_KEPT * intervalS);
  return {
    foundedAt,
    intervalS,
    from,
    readingsFrom: Math.max(from, fiveMinutes(now - kept)),
    rolledUpTo: fiveMinutes(now),
  };
}

/** Tells the months before the first start: traffic and states, as if the collector had been there all along. */
@Injectable()
export class DemoPast {
  private readonly logger = new Logger(DemoPast.name);

  constructor(
    private readonly rows: DemoPastRepository,
    private readonly clock: Clock,
  ) {}

  /** @returns how many rows were written */
  async tell(tx: Transaction, network: DemoNetwork, ids: DemoIds, span: DemoSpan): Promise<number> {
    const ends = watchedEnds(network, ids);
    const upset = disturbancesByEnd(network, span);
    let rows = 0;
    for (const [index, end] of ends.entries()) {
      rows += await this.tellTraffic(tx, end, upset, span);
      if ((index + 1) % 25 === 0) this.logger.log({ msg: 'demo: history', ports: index + 1, of: ends.length, rows });
      // A signal to stop must be heard meanwhile.
      await setImmediate();
    }
    if (span.from < span.rolledUpTo) await this.rows.markDirty(tx, span.rolledUpTo);
    return rows + (await this.tellStates(tx, ends, network, ids, upset, span));
  }

  private async tellTraffic(tx: Transaction, watched: WatchedEnd, upset: Upset, span: DemoSpan): Promise<number> {
    const { portId, circuit } = watched;
    const traffic = trafficOf(watched, upset);
    const from = Math.max(span.from, activatedAt(circuit, span) / MS);
    const fine = rollUp(traffic, from, span);
    const hours = coarser(fine, hour);
    const days = coarser(hours, (epochS) => day(epochS));
    return (
      (await this.rows.addRollups(tx, '5m', portId, fine)) +
      (await this.rows.addRollups(tx, '1h', portId, hours)) +
      (await this.rows.addRollups(tx, '1d', portId, days))
    );
  }

  /**
   * The readings of the last hours, up to the moment at which all else is told, and the states that the network goes
   * on from: the first poll comes within 2.5 intervals of the newest reading, so that nothing looks forgotten between.
   */
  private async tellStates(
    tx: Transaction,
    ends: readonly WatchedEnd[],
    network: DemoNetwork,
    ids: DemoIds,
    upset: Upset,
    span: DemoSpan,
  ): Promise<number> {
    const toldUntil = this.clock.now();
    let rows = 0;
    for (const circuit of network.circuits) {
      const from = Math.max(span.from * MS, activatedAt(circuit, span));
      const own: PastEnd[] = ends
        .filter((watched) => watched.circuit === circuit)
        .map((watched) => ({
          portId: watched.portId,
          side: watched.end.side,
          past: portPast(upset(circuit, watched.end.side), from, span.foundedAt),
          readings: recent(trafficOf(watched, upset), span, toldUntil),
        }));
      for (const end of own) {
        rows += await this.rows.addReadings(tx, end.portId, end.readings, span.intervalS);
        const { pieces, state } = portPresent(end, span.foundedAt);
        await this.rows.addPieces(tx, { type: 'port', id: String(end.portId), customerId: null }, pieces);
        await this.rows.addPortState(tx, end.portId, state);
      }
      const id = idOf(ids.circuits, circuit.code);
      const customerId = idOf(ids.customers, circuit.customer);
      const { pieces, state } = circuitPresent(circuit, circuitPast(circuit, own), own, span.foundedAt);
      await this.rows.addPieces(tx, { type: 'circuit', id, customerId }, pieces);
      await this.rows.addCircuitState(tx, { id, customerId }, span.intervalS, state);
    }
    return rows;
  }
}

type Upset = (circuit: DemoCircuit, side: CircuitEndSide) => readonly Disturbance[];

function disturbancesByEnd({ circuits, history }: DemoNetwork, span: DemoSpan): Upset {
  const known = new Map<string, Disturbance[]>();
  for (const circuit of circuits) {
    const from = Math.max(span.from * MS, activatedAt(circuit, span));
    for (const side of ['A', 'Z'] as const) {
      const told = disturbances(history, circuit.code, side, [from, span.foundedAt], span.foundedAt);
      known.set(`${side} ${circuit.code}`, told);
    }
  }
  return ({ code }, side) => known.get(`${side} ${code}`) ?? [];
}

/** ms. */
function activatedAt({ activatedDaysAgo }: DemoCircuit, { foundedAt }: DemoSpan): number {
  return foundedAt - activatedDaysAgo * DAY_MS;
}

function rollUp(traffic: PastTraffic, fromS: number, span: DemoSpan): TrafficSum[] {
  const sums: TrafficSum[] = [];
  for (let bucket = fiveMinutes(fromS); bucket < span.rolledUpTo; bucket += FIVE_MINUTES_S) {
    const stepS = bucket < span.readingsFrom ? PAST_STEP_S : span.intervalS;
    const sum = bucket < fromS ? undefined : traffic.sum(bucket, FIVE_MINUTES_S, stepS);
    if (sum !== undefined) sums.push(sum);
  }
  return sums;
}

function recent(traffic: PastTraffic, span: DemoSpan, until: number): PastReading[] {
  const readings: PastReading[] = [];
  const { readingsFrom, intervalS, from, rolledUpTo } = span;
  if (from >= rolledUpTo) return readings;
  for (let slot = firstSlot(readingsFrom, intervalS); slot * MS < until - ANSWERED_WITHIN_MS; slot += intervalS) {
    const reading = traffic.reading(slot, intervalS);
    if (reading !== undefined) readings.push(reading);
  }
  return readings;
}

function trafficOf({ circuit, end }: WatchedEnd, upset: Upset): PastTraffic {
  const own = upset(circuit, end.side);
  // One leg of a protected line is cut without the other; in series the whole line carries nothing.
  const onTheWay = circuit.composeMode === 'PARALLEL' ? own : [...upset(circuit, 'A'), ...upset(circuit, 'Z')];
  return new PastTraffic(circuit, end, own, onTheWay);
}

/** Sums of sums, bucket by bucket. */
function coarser(finer: readonly TrafficSum[], bucketOf: (epochS: number) => number): TrafficSum[] {
  const sums: TrafficSum[] = [];
  for (const sum of finer) {
    const bucket = bucketOf(sum.bucket);
    let last = sums.at(-1);
    if (last?.bucket !== bucket) {
      last = emptySum(bucket);
      sums.push(last);
    }
    addSum(last, sum);
  }
  return sums;
}
