import {
  type NumberColumn,
  NumberReader,
  NumberWriter,
  present,
  readNear,
  readNumbers,
  writeNear,
  writeNumbers,
} from '../domain/index.js';
import type { Reading } from './collector.contract.js';
import {
  expectedRate,
  expectedStart,
  MS_PER_SECOND,
  PACKED_VERSION,
  type PackedHead,
  PLAIN_COLUMNS,
  readHead,
  readWordColumn,
  writeWords,
} from './packed-form.js';

/** What is kept of a reading, with its identity. */
export type PackedSample = Omit<Reading, 'ifIndex' | 'speedBps' | 'resume'>;

/**
 * Samples as columns of octets, shortest where neighbours are much alike: ports one after another, of one slot. Nothing
 * is rounded. Rates are told by their distance from what octets and time make of them, which is 0 for those of P-RATE.
 */
export function packSamples(samples: readonly PackedSample[]): Uint8Array {
  const writer = new NumberWriter();
  writer.octet(PACKED_VERSION);
  writer.count(samples.length);
  writeSamples(writer, samples);
  return writer.toOctets();
}

/**
 * Reads what `packSamples` packed.
 *
 * @param wanted of which samples; absent is all. Those that are not wanted cost less
 * @throws RangeError when the octets are none that were packed so
 */
export function unpackSamples(
  octets: Uint8Array,
  most: number,
  wanted?: (portId: number, slot: number) => boolean,
): PackedSample[] {
  const reader = new NumberReader(octets);
  const samples = readSamples(reader, readHead(reader, most), wanted);
  if (!reader.isAtEnd) throw new RangeError('packed samples are longer than they say');
  return samples;
}

/** Readings on their way: all numbers, and the notes of the collector one behind the other. */
export interface PackedReadings {
  readonly octets: Uint8Array;
  readonly notes: string;
}

export function packReadings(readings: readonly Reading[]): PackedReadings {
  const writer = new NumberWriter();
  writer.octet(PACKED_VERSION);
  writer.count(readings.length);
  writeSamples(writer, readings);
  writeNear(
    writer,
    readings.map(({ ifIndex }) => ifIndex),
    (row) => (readings[row - 1]?.ifIndex ?? 0) + 1,
  );
  writeNumbers(
    writer,
    readings.map(({ speedBps }) => speedBps),
  );
  writeNumbers(
    writer,
    readings.map(({ resume }) => resume.length),
  );
  let notes = '';
  for (const { resume } of readings) notes += resume;
  return { octets: writer.toOctets(), notes };
}

/** @throws RangeError when this is nothing that `packReadings` packed, or more than `most` readings */
export function unpackReadings({ octets, notes }: PackedReadings, most: number): Reading[] {
  const reader = new NumberReader(octets);
  const head = readHead(reader, most);
  const { rows } = head;
  const samples = readSamples(reader, head);
  const ifIndex = readNear(reader, rows, (row, before) => (before[row - 1] ?? 0) + 1);
  const speedBps = readNumbers(reader, rows);
  const lengths = present(readNumbers(reader, rows));
  if (!reader.isAtEnd) throw new RangeError('packed readings are longer than they say');
  let at = 0;
  const readings = samples.map((sample, row): Reading => {
    const resume = notes.slice(at, at + (lengths[row] ?? 0));
    at += lengths[row] ?? 0;
    return { ...sample, ifIndex: ifIndex[row] ?? null, speedBps: speedBps[row] ?? null, resume };
  });
  if (at !== notes.length) throw new RangeError('packed readings have other notes than they say');
  return readings;
}

function writeSamples(writer: NumberWriter, samples: readonly PackedSample[]): void {
  writeNear(
    writer,
    samples.map(({ portId }) => portId),
    (row) => (samples[row - 1]?.portId ?? 0) + 1,
  );
  writeNear(
    writer,
    samples.map(({ slot }) => slot),
    (row) => samples[row - 1]?.slot ?? 0,
  );
  writeNear(
    writer,
    samples.map(({ takenAt }) => takenAt),
    (row) => (samples[row]?.slot ?? 0) * MS_PER_SECOND,
  );
  writeWords(
    writer,
    samples.map(({ status }) => status),
  );
  for (const name of PLAIN_COLUMNS)
    writeNumbers(
      writer,
      samples.map((sample) => sample[name]),
    );
  writeNear(
    writer,
    samples.map(({ lastChangeAt }) => lastChangeAt),
    (row) => samples[row - 1]?.lastChangeAt ?? 0,
  );
  writeNear(
    writer,
    samples.map(({ inBps }) => inBps),
    (row) => expectedRate(samples[row]?.inOctets, samples[row]?.dtMs),
  );
  writeNear(
    writer,
    samples.map(({ outBps }) => outBps),
    (row) => expectedRate(samples[row]?.outOctets, samples[row]?.dtMs),
  );
  writeNear(
    writer,
    samples.map(({ toTicks }) => toTicks),
    (row) => samples[row - 1]?.toTicks ?? 0,
  );
  writeNear(
    writer,
    samples.map(({ fromTicks }) => fromTicks),
    (row) => expectedStart(samples[row]?.toTicks, samples[row]?.dtMs),
  );
  for (const name of ['inCount', 'outCount'] as const)
    writeNumbers(
      writer,
      samples.map((sample) => sample[name]),
    );
}

function readSamples(
  reader: NumberReader,
  { rows, hasCounts }: PackedHead,
  wanted?: (portId: number, slot: number) => boolean,
): PackedSample[] {
  const portId = present(readNear(reader, rows, (row, before) => (before[row - 1] ?? 0) + 1));
  const slot = present(readNear(reader, rows, (row, before) => before[row - 1] ?? 0));
  const takenAt = present(readNear(reader, rows, (row) => (slot[row] ?? 0) * MS_PER_SECOND));
  const status = readWords(reader, rows);
  const [dtMs, inOctets, outOctets, ...rest] = PLAIN_COLUMNS.map(() => readNumbers(reader, rows));
  const [inErrors, outErrors, inDiscards, outDiscards, inPackets, outPackets, adminStatus, operStatus] = rest;
  const lastChangeAt = readNear(reader, rows, (row, before) => before[row - 1] ?? 0);
  const inBps = readNear(reader, rows, (row) => expectedRate(inOctets?.[row], dtMs?.[row]));
  const outBps = readNear(reader, rows, (row) => expectedRate(outOctets?.[row], dtMs?.[row]));
  const toTicks = hasCounts ? readNear(reader, rows, (row, before) => before[row - 1] ?? 0) : undefined;
  const fromTicks = hasCounts ? readNear(reader, rows, (row) => expectedStart(toTicks?.[row], dtMs?.[row])) : undefined;
  const [inCount, outCount] = hasCounts ? [readNumbers(reader, rows), readNumbers(reader, rows)] : [];
  const samples: PackedSample[] = [];
  for (let row = 0; row < rows; row += 1) {
    if (wanted !== undefined && !wanted(portId[row] ?? 0, slot[row] ?? 0)) continue;
    samples.push({
      portId: portId[row] ?? 0,
      slot: slot[row] ?? 0,
      takenAt: takenAt[row] ?? 0,
      status: status[row] ?? '',
      dtMs: at(dtMs, row),
      inBps: at(inBps, row),
      outBps: at(outBps, row),
      inOctets: at(inOctets, row),
      outOctets: at(outOctets, row),
      inErrors: at(inErrors, row),
      outErrors: at(outErrors, row),
      inDiscards: at(inDiscards, row),
      outDiscards: at(outDiscards, row),
      inPackets: at(inPackets, row),
      outPackets: at(outPackets, row),
      adminStatus: at(adminStatus, row),
      operStatus: at(operStatus, row),
      lastChangeAt: at(lastChangeAt, row),
      fromTicks: at(fromTicks, row),
      toTicks: at(toTicks, row),
      inCount: at(inCount, row),
      outCount: at(outCount, row),
    });
  }
  return samples;
}

function at(column: NumberColumn | undefined, row: number): number | null {
  return column?.[row] ?? null;
}

function readWords(reader: NumberReader, rows: number): string[] {
  const { words, column } = readWordColumn(reader, rows);
  return Array.from(column, (number) => words[number] ?? '');
}
