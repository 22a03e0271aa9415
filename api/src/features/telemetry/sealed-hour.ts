import { HourSink, HourSource, SEALED_VERSION } from './hour-flags.js';
import { OctetReader } from './octet-reader.js';
import { columnSize } from './packed-column.js';
import type { StoredSample } from './sample-rows.js';

/** The readings of one port in one hour as they are kept: without their port and hour, which their row carries. */
export interface SealedHour {
  readonly n: number;
  /** Epoch seconds. */
  readonly firstSlot: number;
  readonly body: Uint8Array;
}

/** The first version, without what says from which count to which a reading goes. That and the second had no flags in front. */
const VERSION_WITHOUT_COUNTS = 1;
const MS_PER_SECOND = 1_000;
/** One octet a millisecond, in bits a second. */
const BPS_PER_OCTET_MS = 8_000;
const SLOTS_AN_HOUR = 3_600;
const PLAIN = 0;
const BY_OCTETS = 1;
/** By their distance from what is expected after the first one, which is told before them. */
const BY_FIRST = 2;
/** What is told as it is, column by column. */
const PLAIN_COLUMNS = [
  'dtMs',
  'inOctets',
  'outOctets',
  'inErrors',
  'outErrors',
  'inDiscards',
  'outDiscards',
  'adminStatus',
  'operStatus',
  'lastChangeAt',
] as const;
type Column = (number | null)[];

/**
 * Packs the readings of one port in one hour. Nothing is rounded: `openHour` gives back every number.
 *
 * A rate is told as its distance from what octets and time make of it, which is 0 with every rate that was made by
 * P-RATE; packets by their distance from what the octets let expect; the time of the answer by its distance to the slot.
 *
 * @param samples at least one, each slot once, in order
 */
export function sealHour(samples: readonly StoredSample[]): SealedHour {
  const [first] = samples;
  if (first === undefined) throw new RangeError('an hour without readings cannot be sealed');
  const sink = new HourSink();
  sink.column(samples.map(({ slot }) => slot - first.slot));
  sink.column(samples.map(({ slot, takenAt }) => takenAt - slot * MS_PER_SECOND));
  writeStatuses(sink, samples);
  for (const name of PLAIN_COLUMNS) sink.column(samples.map((sample) => sample[name]));
  for (const [rate, octets] of RATES) {
    writeEither(
      sink,
      samples.map((sample) => sample[rate]),
      samples.map((sample) => expectedRate(sample[octets], sample.dtMs)),
    );
  }
  for (const [packets, octets] of PACKETS) writePackets(sink, samples, packets, octets);
  writePoints(sink, samples);
  return { n: samples.length, firstSlot: first.slot, body: sink.toOctets() };
}

/**
 * Unpacks what `sealHour` packed.
 *
 * @throws RangeError when the body is none that was packed so
 */
export function openHour({ n, firstSlot, body }: SealedHour): StoredSample[] {
  if (n < 1 || n > SLOTS_AN_HOUR) throw new RangeError(`an hour of ${String(n)} readings`);
  const reader = new OctetReader(body);
  const version = reader.octet();
  if (version < VERSION_WITHOUT_COUNTS || version > SEALED_VERSION)
    throw new RangeError(`a sealed hour of the unknown version ${String(version)}`);
  const source = new HourSource(reader, n, version === SEALED_VERSION);
  const slots = whole(source.column()).map((distance) => firstSlot + distance);
  const takenAt = whole(source.column()).map((distance, index) => distance + at(slots, index) * MS_PER_SECOND);
  const statuses = readStatuses(source);
  const plain = Object.fromEntries(PLAIN_COLUMNS.map((name) => [name, source.column()])) as Record<
    (typeof PLAIN_COLUMNS)[number],
    Column
  >;
  const [inBps, outBps] = RATES.map(([, octets]) =>
    readEither(source, (index) => expectedRate(at(plain[octets], index), at(plain.dtMs, index))),
  );
  const [inPackets, outPackets] = PACKETS.map(([, octets]) => readPackets(source, plain[octets]));
  const points = version === VERSION_WITHOUT_COUNTS ? null : readPoints(source, plain);
  if (!reader.isAtEnd) throw new RangeError('a sealed hour is longer than its readings');
  const rates = { inBps: inBps ?? [], outBps: outBps ?? [], inPackets: inPackets ?? [], outPackets: outPackets ?? [] };
  return slots.map((slot, index) => ({
    slot,
    takenAt: at(takenAt, index),
    status: at(statuses, index),
    dtMs: at(plain.dtMs, index),
    inBps: at(rates.inBps, index),
    outBps: at(rates.outBps, index),
    inOctets: at(plain.inOctets, index),
    outOctets: at(plain.outOctets, index),
    inErrors: at(plain.inErrors, index),
    outErrors: at(plain.outErrors, index),
    inDiscards: at(plain.inDiscards, index),
    outDiscards: at(plain.outDiscards, index),
    inPackets: at(rates.inPackets, index),
    outPackets: at(rates.outPackets, index),
    adminStatus: at(plain.adminStatus, index),
    operStatus: at(plain.operStatus, index),
    lastChangeAt: at(plain.lastChangeAt, index),
    fromTicks: points?.fromTicks[index] ?? null,
    toTicks: points?.toTicks[index] ?? null,
    inCount: points?.inCount[index] ?? null,
    outCount: points?.outCount[index] ?? null,
  }));
}

const RATES = [
  ['inBps', 'inOctets'],
  ['outBps', 'outOctets'],
] as const;
const PACKETS = [
  ['inPackets', 'inOctets'],
  ['outPackets', 'outOctets'],
] as const;

/** Whole bits a second that octets within some time make; null where either is not known. */
function expectedRate(octets: number | null, dtMs: number | null): number | null {
  return octets === null || dtMs === null || dtMs === 0 ? null : Math.round((octets * BPS_PER_OCTET_MS) / dtMs);
}

/** Writes values by their distance from what is expected where that is exact, else as they are. */
function writeEither(sink: HourSink, values: Column, expected: readonly (number | null)[]): void {
  const distances = distancesFrom(values, expected);
  sink.form(distances === undefined ? PLAIN : BY_OCTETS);
  sink.column(distances ?? values);
}

function readEither(source: HourSource, expected: (index: number) => number | null): Column {
  const form = source.form();
  const column = source.column();
  return form === PLAIN
    ? column
    : column.map((distance, index) => (distance === null ? null : distance + (expected(index) ?? 0)));
}

/** Packets go with octets: where that makes them shorter they are told by their distance from the hour's ratio. */
function writePackets(
  sink: HourSink,
  samples: readonly StoredSample[],
  packets: (typeof PACKETS)[number][0],
  octets: (typeof PACKETS)[number][1],
): void {
  const values = samples.map((sample) => sample[packets]);
  // As it will be read back: both sides must expect the same packets.
  const ratio = Math.fround(sumOf(values) / sumOf(samples.map((sample) => sample[octets])));
  const distances = Number.isFinite(ratio)
    ? distancesFrom(
        values,
        samples.map((sample) => expectedPackets(sample[octets], ratio)),
      )
    : undefined;
  if (distances === undefined || columnSize(distances) + 4 >= columnSize(values)) {
    sink.form(PLAIN);
    sink.column(values);
    return;
  }
  sink.form(BY_OCTETS);
  sink.writer.float(ratio);
  sink.column(distances);
}

function readPackets(source: HourSource, octets: Column): Column {
  if (source.form() === PLAIN) return source.column();
  const ratio = source.reader.float();
  return source
    .column()
    .map((distance, index) => (distance === null ? null : distance + (expectedPackets(at(octets, index), ratio) ?? 0)));
}

const POINTS = ['toTicks', 'fromTicks', 'inCount', 'outCount'] as const;
type PointName = (typeof POINTS)[number];
const MS_PER_TICK = 10;

/** What one value of a point is expected to be, by what its sample counted and by the point before. */
function expectedPoint(
  name: PointName,
  before: number | null | undefined,
  toTicks: number | null | undefined,
  counted: Readonly<Record<'dtMs' | 'inOctets' | 'outOctets', number | null>>,
): number {
  const ticks = Math.round((counted.dtMs ?? 0) / MS_PER_TICK);
  if (name === 'fromTicks') return (toTicks ?? 0) - ticks;
  if (name === 'toTicks') return (before ?? 0) + ticks;
  return (before ?? 0) + ((name === 'inCount' ? counted.inOctets : counted.outOctets) ?? 0);
}

/** The points go on from each other: all but the first of an hour are where they are expected. */
function writePoints(sink: HourSink, samples: readonly StoredSample[]): void {
  for (const name of POINTS) {
    const values = samples.map((sample) => sample[name]);
    const [first = null] = values;
    const expected = samples.map((sample, index) =>
      expectedPoint(name, samples[index - 1]?.[name], sample.toTicks, sample),
    );
    if (name === 'fromTicks' || first === null) {
      writeEither(sink, values, expected);
      continue;
    }
    const distances = distancesFrom(values, [first, ...expected.slice(1)]);
    sink.form(distances === undefined ? PLAIN : BY_FIRST);
    if (distances !== undefined) sink.writer.signed(first);
    sink.column(distances ?? values);
  }
}

function readPoints(
  source: HourSource,
  plain: Readonly<Record<'dtMs' | 'inOctets' | 'outOctets', Column>>,
): Record<PointName, Column> {
  const points: Record<PointName, Column> = { toTicks: [], fromTicks: [], inCount: [], outCount: [] };
  for (const name of POINTS) {
    const form = source.form();
    const first = form === BY_FIRST ? source.reader.signed() : null;
    for (const [index, distance] of source.column().entries()) {
      const counted = {
        dtMs: at(plain.dtMs, index),
        inOctets: at(plain.inOctets, index),
        outOctets: at(plain.outOctets, index),
      };
      const next = expectedPoint(name, points[name][index - 1], points.toTicks[index], counted);
      const expected = index === 0 && first !== null ? first : next;
      points[name].push(distance === null ? null : form === PLAIN ? distance : distance + expected);
    }
  }
  return points;
}

function expectedPackets(octets: number | null, ratio: number): number | null {
  return octets === null ? null : Math.round(octets * ratio);
}

/** @returns undefined where a distance, or the way back from it, would not be exact */
function distancesFrom(values: Column, expected: readonly (number | null)[]): Column | undefined {
  const distances: Column = [];
  for (const [index, value] of values.entries()) {
    if (value === null) {
      distances.push(null);
      continue;
    }
    const guess = expected[index] ?? 0;
    const distance = value - guess;
    if (![value, guess, distance].every(Number.isSafeInteger)) return undefined;
    distances.push(distance);
  }
  return distances;
}

/** The words of P-RATE that occur, each once, and which of them each reading has. */
function writeStatuses(sink: HourSink, samples: readonly StoredSample[]): void {
  const words = [...new Set(samples.map(({ status }) => status))];
  sink.writer.count(words.length);
  for (const word of words) sink.writer.text(word);
  const numbers = new Map(words.map((word, index) => [word, index]));
  sink.column(samples.map(({ status }) => numbers.get(status) ?? 0));
}

function readStatuses(source: HourSource): string[] {
  const words: string[] = [];
  for (let left = source.reader.count(); left > 0; left -= 1) words.push(source.reader.text());
  return whole(source.column()).map((number) => at(words, number));
}

function whole(column: Column): number[] {
  if (column.some((value) => value === null)) throw new RangeError('a sealed hour lacks what every reading has');
  return column.map(Number);
}

function at<Value>(values: readonly Value[], index: number): Value {
  const value = values[index];
  if (value === undefined) throw new RangeError('a sealed hour names what it does not hold');
  return value;
}

function sumOf(values: Column): number {
  return values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
}
