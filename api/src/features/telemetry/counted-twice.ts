import type { Reading } from '@linewatch/shared';
import type { Point } from '../port-pages/index.js';
import { byPlace, type Counted, endOf, isOneRun, type Place, placeFrom, pointAt, startOf } from './counter-line.js';

/** The stretch of time that the deltas of a reading belong to; `dtMs` null: it has none. */
export interface CountedStretch {
  readonly slot: number;
  readonly takenAt: number;
  readonly dtMs: number | null;
}

/** Status of a reading whose deltas are in another reading already. */
export const OVERLAP = 'OVERLAP';

/**
 * Whether a reading counts what another one of the same port has counted, where one of them does not tell from which
 * count it goes to which: their times share more than half of the shorter one.
 *
 * It happens when a device has another collector: one that was cut off polled on, or died with readings that it had
 * not delivered, and who took the device over had counted across them.
 */
export function countsTwice(reading: CountedStretch, others: readonly CountedStretch[]): boolean {
  const { dtMs } = reading;
  if (dtMs === null) return false;
  return others.some((other) => {
    const isTheSame = other.slot === reading.slot && other.takenAt === reading.takenAt;
    if (isTheSame || other.dtMs === null) return false;
    const from = Math.max(reading.takenAt - dtMs, other.takenAt - other.dtMs);
    const shared = Math.min(reading.takenAt, other.takenAt) - from;
    return shared > Math.min(dtMs, other.dtMs) / 2;
  });
}

/** The reading with what it says of the port's state, and without what would be counted again. */
export function withoutDeltas(reading: Reading): Reading {
  return {
    ...reading,
    status: OVERLAP,
    dtMs: null,
    inBps: null,
    outBps: null,
    inOctets: null,
    outOctets: null,
    inErrors: null,
    outErrors: null,
    inDiscards: null,
    outDiscards: null,
    inPackets: null,
    outPackets: null,
  };
}

/** What a stored reading counted, by the names of a reading. */
export type CountedDeltas = CountedStretch &
  Counted & {
    readonly inErrors: number | null;
    readonly outErrors: number | null;
    readonly inDiscards: number | null;
    readonly outDiscards: number | null;
    readonly inPackets: number | null;
    readonly outPackets: number | null;
  };

const OTHER_DELTAS = ['inErrors', 'outErrors', 'inDiscards', 'outDiscards', 'inPackets', 'outPackets'] as const;
const DELTAS = ['inOctets', 'outOctets', ...OTHER_DELTAS] as const;
const BITS_PER_OCTET = 8;
const MS_PER_SECOND = 1_000;

interface Span {
  readonly from: Place;
  readonly to: Place;
}

/**
 * What a reading counted and no other one did, in order: itself where it shares nothing, nothing where others have all
 * of it, and in between a reading for each piece that is left, all told by the same answer of the agent.
 *
 * Which part is shared is said by the agent's own clock and counters at both ends of each, so it is exact. Octets of a
 * piece are the difference of the counters at its ends. Packets, errors and discards are known where the others lie
 * within this reading and leave one piece of it; else they are null.
 *
 * @param others readings of the same port, in any order, no two of which share anything
 */
export function uncounted(reading: Reading, others: readonly CountedDeltas[]): Reading[] {
  const [origin, start] = [endOf(reading), startOf(reading)];
  if (origin === null || start === null) return countsTwice(reading, others) ? [] : [reading];
  if (
    countsTwice(
      reading,
      others.filter((other) => startOf(other) === null),
    )
  )
    return [];
  const whole = { from: placeFrom(origin, start), to: placeFrom(origin, origin) };
  const sharing = others.flatMap((other) => {
    const span = isOneRun(reading, other) ? spanOf(other, origin) : null;
    const isApart = span === null || byPlace(span.to, whole.from) <= 0 || byPlace(span.from, whole.to) >= 0;
    return isApart ? [] : [{ other, span }];
  });
  if (sharing.length === 0) return [reading];
  const spans = sharing.map(({ span }) => span).sort((one, other) => byPlace(one.from, other.from));
  const pieces = freeBetween(whole, spans);
  const isWithin = spans.every(({ from, to }) => byPlace(from, whole.from) >= 0 && byPlace(to, whole.to) <= 0);
  const counted = pieces.length === 1 && isWithin ? sharing.map(({ other }) => other) : null;
  return pieces.flatMap((piece) => pieceOf(reading, whole, piece, origin, counted) ?? []);
}

function spanOf(counted: CountedDeltas, origin: Point): Span | null {
  const [from, to] = [startOf(counted), endOf(counted)];
  return from === null || to === null ? null : { from: placeFrom(origin, from), to: placeFrom(origin, to) };
}

/** @param spans in order of their beginning */
function freeBetween({ from, to }: Span, spans: readonly Span[]): Span[] {
  const free: Span[] = [];
  let upTo = from;
  for (const span of spans) {
    if (byPlace(span.from, upTo) > 0) free.push({ from: upTo, to: span.from });
    if (byPlace(span.to, upTo) > 0) upTo = span.to;
  }
  if (byPlace(to, upTo) > 0) free.push({ from: upTo, to });
  return free;
}

/**
 * @param counted all that is not in the piece; null: that cannot be said in deltas
 * @returns null when its octets cannot be known
 */
function pieceOf(
  reading: Reading,
  whole: Span,
  { from, to }: Span,
  origin: Point,
  counted: readonly CountedDeltas[] | null,
): Reading | null {
  const rest = Object.fromEntries(
    DELTAS.map((name) => [name, counted === null ? null : without(reading[name], counted, name)]),
  ) as Record<(typeof DELTAS)[number], number | null>;
  const inOctets = gain(from.inOctets, to.inOctets) ?? rest.inOctets;
  const outOctets = gain(from.outOctets, to.outOctets) ?? rest.outOctets;
  if (inOctets === null || outOctets === null || inOctets < 0 || outOctets < 0) return null;
  const ticks = whole.to.ticks - whole.from.ticks;
  const share = ticks === 0 ? 1 : (to.ticks - from.ticks) / ticks;
  const dtMs = Math.max(1, Math.round((reading.dtMs ?? 0) * share));
  const [first, last] = [pointAt(origin, from), pointAt(origin, to)];
  return {
    ...reading,
    ...rest,
    dtMs,
    inOctets,
    outOctets,
    inBps: rate(inOctets, dtMs, reading.speedBps),
    outBps: rate(outOctets, dtMs, reading.speedBps),
    fromTicks: first.ticks,
    toTicks: last.ticks,
    inCount: last.inCount,
    outCount: last.outCount,
  };
}

/** A difference of counts; null where one of them is not known. */
function gain(from: number | null, to: number | null): number | null {
  return from === null || to === null ? null : to - from;
}

function without(
  value: number | null,
  counted: readonly CountedDeltas[],
  name: (typeof DELTAS)[number],
): number | null {
  const rest = counted.reduce<number | null>((left, other) => gain(other[name], left), value);
  return rest === null || rest < 0 ? null : rest;
}

/** No more than the port can do: of a piece that is shorter than the agent's clock can tell its length says little. */
function rate(octets: number, ms: number, speedBps: number | null): number {
  const bitsPerSecond = Math.round((octets * BITS_PER_OCTET * MS_PER_SECOND) / ms);
  return Math.min(bitsPerSecond, speedBps ?? bitsPerSecond);
}
