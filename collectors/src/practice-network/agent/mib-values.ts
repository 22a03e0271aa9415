import { TAG } from './ber-tags.js';
import type { BerWriter } from './ber-writer.js';
import { type MibInstance, mibInstance } from './mib-view.js';

const COUNTER32_MASK = 0xffff_ffffn;

/** Writes a value as it is when it is asked for. */
export type Append = (writer: BerWriter) => void;

/** Values of one row by column number. */
export type Row = Readonly<Record<number, Append>>;

/** @param index arcs of the row below its columns */
export function row(entry: string, index: number | readonly number[], values: Row): MibInstance[] {
  return Object.entries(values).map(([column, append]) => mibInstance(`${entry}.${column}`, index, append));
}

export function text(value: Buffer): Append {
  return (writer) => {
    writer.appendOctets(value);
  };
}

export function integer(value: () => number): Append {
  return (writer) => {
    writer.appendInteger(value());
  };
}

export function ticks(value: () => number): Append {
  return (writer) => {
    writer.appendUnsigned(TAG.timeTicks, value());
  };
}

export function gauge(value: () => number): Append {
  return (writer) => {
    writer.appendUnsigned(TAG.gauge32, value());
  };
}

/** The lower 32 bits, as an agent derives its 32-bit counters. */
export function counter32(value: () => bigint): Append {
  return (writer) => {
    writer.appendUnsigned(TAG.counter32, Number(value() & COUNTER32_MASK));
  };
}

export function counter64(value: () => bigint): Append {
  return (writer) => {
    writer.appendCounter64(value());
  };
}
