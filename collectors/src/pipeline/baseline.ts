import type { PortMoment } from '@linewatch/shared';
import type { Counter, InterfaceRow } from '../mibs/if-mib.js';

/** The counters of which a reading gives the gain. */
export const COUNTERS = [
  'inOctets',
  'outOctets',
  'inPackets',
  'outPackets',
  'inErrors',
  'outErrors',
  'inDiscards',
  'outDiscards',
] as const;
export type CounterName = (typeof COUNTERS)[number];

/** What the next reading of a port is compared with. */
export interface Baseline {
  readonly moment: PortMoment;
  /** ms of this process's monotonic clock, or null when another process read it. */
  readonly monotonicAt: number | null;
  readonly counters: Readonly<Record<CounterName, Counter | null>>;
}

/** A baseline out of a row just read. */
export function baselineOf(row: InterfaceRow, moment: PortMoment, monotonicAt: number): Baseline {
  const { inOctets, outOctets, inPackets, outPackets, inErrors, outErrors, inDiscards, outDiscards } = row;
  return {
    moment,
    monotonicAt,
    counters: { inOctets, outOctets, inPackets, outPackets, inErrors, outErrors, inDiscards, outDiscards },
  };
}

/** First number of the text form. A reader of a later form must know that it cannot read this one. */
const FORM = 1;
const RADIX = 36;
const LONGEST = 400;
const NO_COUNTER = '-';
/** Text form of a counter: n for 32 bits, w for 64 bits, then the value in base 36. */
const COUNTER = /^([nw])([0-9a-z]{1,13})$/;
const WIDTHS = { n: 32, w: 64 } as const;

/**
 * The baseline as text that the API keeps with the reading and gives to the next collector.
 *
 * @returns at most 400 characters; empty when the names of the port leave no room, which means no baseline
 */
export function writeResume({ moment, counters }: Baseline): string {
  const { takenAt, sysUpTime, engineBoots, discontinuity, ifName, ifAlias } = moment;
  const values = COUNTERS.map((name) => counterText(counters[name])).join(' ');
  const text = JSON.stringify([
    FORM,
    takenAt,
    sysUpTime,
    engineBoots ?? null,
    discontinuity,
    values,
    ifName,
    ifAlias ?? '',
  ]);
  return text.length <= LONGEST ? text : '';
}

/**
 * Reads what `writeResume` wrote. Anything else is no baseline: the port then starts with a gap of one reading.
 *
 * @returns null when the text cannot be read
 */
export function readResume(text: string | null): Baseline | null {
  const parts = jsonArray(text);
  if (parts === null) return null;
  const [form, takenAt, sysUpTime, engineBoots, discontinuity, values, ifName, ifAlias] = parts;
  if (form !== FORM || typeof values !== 'string' || typeof ifName !== 'string' || typeof ifAlias !== 'string')
    return null;
  if (!isCount(takenAt) || !isCount(sysUpTime) || !isCount(discontinuity)) return null;
  if (engineBoots !== null && !isCount(engineBoots)) return null;
  const counters = readCounters(values.split(' '));
  if (counters === null) return null;
  return { moment: { takenAt, sysUpTime, engineBoots, discontinuity, ifName, ifAlias }, monotonicAt: null, counters };
}

function counterText(counter: Counter | null): string {
  if (counter === null) return NO_COUNTER;
  return `${counter.width === 64 ? 'w' : 'n'}${counter.value.toString(RADIX)}`;
}

function readCounters(texts: readonly string[]): Baseline['counters'] | null {
  if (texts.length !== COUNTERS.length) return null;
  const counters = texts.map(readCounter);
  if (counters.includes(undefined)) return null;
  const [inOctets, outOctets, inPackets, outPackets, inErrors, outErrors, inDiscards, outDiscards] = counters.map(
    (counter) => counter ?? null,
  );
  return {
    inOctets: inOctets ?? null,
    outOctets: outOctets ?? null,
    inPackets: inPackets ?? null,
    outPackets: outPackets ?? null,
    inErrors: inErrors ?? null,
    outErrors: outErrors ?? null,
    inDiscards: inDiscards ?? null,
    outDiscards: outDiscards ?? null,
  };
}

/** Undefined when the text is no counter. */
function readCounter(text: string): Counter | null | undefined {
  if (text === NO_COUNTER) return null;
  const [, kind, digits] = COUNTER.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const width = WIDTHS[kind === 'w' ? 'w' : 'n'];
  let value = 0n;
  for (const digit of digits) value = value * BigInt(RADIX) + BigInt(Number.parseInt(digit, RADIX));
  return value < 1n << BigInt(width) ? { value, width } : undefined;
}

function jsonArray(text: string | null): readonly unknown[] | null {
  if (text === null || text === '') return null;
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) ? (parsed as readonly unknown[]) : null;
  } catch {
    // Only the attempt tells whether a text is JSON.
    return null;
  }
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
