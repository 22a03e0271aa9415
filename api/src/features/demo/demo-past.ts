import { setImmediate } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import type { CircuitEndSide } from '@linewatch/shared';
import type { DemoCircuit, DemoNetwork } from '@linewatch/shared/demo';
import type { Transaction } from '../../database/database.js';
import {
  CircuitStateRepository,
  day,
  fiveMinutes,
  type HistoryOf,
  hour,
  type Piece,
  PortStateRepository,
  type RollupLevel,
  RollupRepository,
  SampleStore,
  ShownStateRepository,
  StateIntervalRepository,
} from '../telemetry/index.js';
import { type DemoIds, idOf, watchedEnds, type WatchedEnd } from './demo-ids.js';
import { Clock } from '../../platform/clock/clock.js';
import { circuitPresent, type PastEnd, portPresent } from './demo-present.js';
import { toBucketRow, toReading } from './demo-rows.js';
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
/** So few that they are gone again before the garbage collector has to carry them along. */
const ROWS_AT_ONCE = 1_000;
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
    private readonly rollups: RollupRepository,
    private readonly samples: SampleStore,
    private readonly portStates: PortStateRepository,
    private readonly circuitStates: CircuitStateRepository,
    private readonly histories: StateIntervalRepository,
    private readonly shown: ShownStateRepository,
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
    if (span.from < span.rolledUpTo) await this.rollups.markDirty(tx, '5m', [span.rolledUpTo]);
    return rows + (await this.tellStates(tx, ends, network, ids, upset, span));
  }

  private async tellTraffic(tx: Transaction, watched: WatchedEnd, upset: Upset, span: DemoSpan): Promise<number> {
    const { portId, circuit } = watched;
    const traffic = trafficOf(watched, upset);
    const from = Math.max(span.from, activatedAt(circuit, span) / MS);
    const fine = rollUp(traffic, from, span);
    const hours = coarser(fine, hour);
    const days = coarser(hours, (epochS) => day(epochS));
    await this.saveRollups(tx, '5m', portId, fine);
    await this.saveRollups(tx, '1h', portId, hours);
    await this.saveRollups(tx, '1d', portId, days);
    return fine.length + hours.length + days.length;
  }

  private async saveRollups(
    tx: Transaction,
    level: RollupLevel,
    portId: number,
    sums: readonly TrafficSum[],
  ): Promise<void> {
    for (let start = 0; start < sums.length; start += ROWS_AT_ONCE) {
      const rows = sums.slice(start, start + ROWS_AT_ONCE).map((sum) => toBucketRow(portId, sum));
      await this.rollups.save(tx, level, rows);
    }
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
    // One outage was learnt of late: it was never shown while it lasted.
    let isTold = false;
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
        rows += end.readings.length;
        await this.samples.append(
          tx,
          end.readings.map((reading) => toReading(end.portId, reading, span.intervalS)),
          () => null,
        );
        const { pieces, state } = portPresent(end, span.foundedAt);
        await this.tellPieces(tx, 'port', String(end.portId), null, pieces);
        await this.portStates.save(tx, [{ ...state, portId: end.portId, ifIndex: null, speedBps: null, resume: null }]);
      }
      const circuitId = idOf(ids.circuits, circuit.code);
      const customerId = idOf(ids.customers, circuit.customer);
      const { pieces, state, read } = circuitPresent(circuit, circuitPast(circuit, own), own, span.foundedAt);
      await this.tellPieces(tx, 'circuit', circuitId, customerId, pieces);
      await this.circuitStates.save(tx, [{ ...state, ...read, circuitId, customerId, intervalS: span.intervalS }]);
      const hidden = isTold ? undefined : pieces.find(({ status }) => status === 'failed');
      if (hidden !== undefined) isTold = true;
      await this.shown.insert(
        tx,
        pieces
          .filter((piece) => piece !== hidden)
          .map(({ status, from }) => ({ circuitId, customerId, status, since: from, shownAt: from })),
      );
    }
    return rows;
  }

  private async tellPieces(
    tx: Transaction,
    kind: HistoryOf,
    objectId: string,
    customerId: string | null,
    pieces: readonly Piece[],
  ): Promise<void> {
    const from = pieces[0]?.from;
    if (from === undefined) return;
    await this.histories.update(tx, kind, [{ objectId, customerId, windows: [{ from, to: null, pieces }] }]);
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
