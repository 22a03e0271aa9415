import { NumberReader, type PortMoment } from '@linewatch/shared';
import type { Counter } from '../mibs/if-mib.js';

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
  readonly counters: Readonly<Record<CounterName, Counter | null>>;
  /** Whether packets are all packets, or those to one alone. */
  readonly countsAllPackets: boolean;
}

/** First number of the older text form, which collectors of earlier versions have written. */
const FORM = 1;
const RADIX = 36;
const NO_COUNTER = '-';
/** Text form of a counter: n for 32 bits, w for 64 bits, then the value in base 36. */
const COUNTER = /^([nw])([0-9a-z]{1,13})$/;
const WIDTHS = { n: 32, w: 64 } as const;

/** First letter of the text form. A reader of a later form must know that it cannot read this one. */
export const COMPACT_FORM = 'Q';
/** The same where packets are all packets. Who counts only those to one must not compare them. */
export const ALL_PACKETS_FORM = 'R';
const COMPACT = /^[QR]([A-Za-z0-9+/]{8,200})={0,2}\.(\d{1,3})\.(.*)$/s;
export const HALF = 2 ** 32;
/** The form that collectors wrote before: all in fixed places. Halves of counters, presence and width, the moment. */
const PACKED_FORM = 'P';
const PACKED = /^P([A-Za-z0-9+/]{115}=)(\d{1,3})\.(.*)$/s;
const NO_BOOTS = 0xffff_ffff;

/**
 * Reads what `putResume` wrote. Anything else is no baseline: the port then starts with a gap of one reading.
 *
 * @returns null when the text cannot be read
 */
export function readResume(text: string | null): Baseline | null {
  if (text?.startsWith(COMPACT_FORM) || text?.startsWith(ALL_PACKETS_FORM)) return readCompact(text);
  if (text?.startsWith(PACKED_FORM)) return readPacked(text);
  const parts = jsonArray(text);
  if (parts === null) return null;
  const [form, takenAt, sysUpTime, engineBoots, discontinuity, values, ifName, ifAlias] = parts;
  if (form !== FORM || typeof values !== 'string' || typeof ifName !== 'string' || typeof ifAlias !== 'string')
    return null;
  if (!isCount(takenAt) || !isCount(sysUpTime) || !isCount(discontinuity)) return null;
  if (engineBoots !== null && !isCount(engineBoots)) return null;
  const counters = readCounters(values.split(' '));
  if (counters === null) return null;
  return {
    moment: { takenAt, sysUpTime, engineBoots, discontinuity, ifName, ifAlias },
    counters,
    countsAllPackets: false,
  };
}

function readCompact(text: string): Baseline | null {
  const [, digits, length, names] = COMPACT.exec(text) ?? [];
  if (digits === undefined || names === undefined || Number(length) > names.length) return null;
  try {
    const reader = new NumberReader(Buffer.from(digits, 'base64'));
    const [present, wide] = [reader.octet(), reader.octet()];
    const takenAt = reader.count() * HALF + reader.count();
    const [sysUpTime, boots, discontinuity] = [reader.count(), reader.count(), reader.count()];
    const counters: Partial<Record<CounterName, Counter | null>> = {};
    for (const [place, name] of COUNTERS.entries()) {
      const isWide = (wide & (1 << place)) !== 0;
      if ((present & (1 << place)) === 0) {
        counters[name] = null;
        continue;
      }
      const high = isWide ? BigInt(reader.count()) << 32n : 0n;
      counters[name] = { value: high + BigInt(reader.count()), width: isWide ? 64 : 32 };
    }
    if (!reader.isAtEnd || !isCount(takenAt)) return null;
    return {
      moment: {
        ...{ takenAt, sysUpTime, engineBoots: boots === 0 ? null : boots - 1, discontinuity },
        ...{ ifName: names.slice(0, Number(length)), ifAlias: names.slice(Number(length)) },
      },
      counters: counters as Record<CounterName, Counter | null>,
      countsAllPackets: text.startsWith(ALL_PACKETS_FORM),
    };
  } catch (error) {
    // Whether octets are numbers shows only when they are read.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function readPacked(text: string): Baseline | null {
  const [, digits, length, names] = PACKED.exec(text) ?? [];
  if (digits === undefined || names === undefined || Number(length) > names.length) return null;
  const octets = Buffer.from(digits, 'base64');
  const end = 8 * COUNTERS.length;
  const [present, wide] = [octets.readUInt8(end), octets.readUInt8(end + 1)];
  const takenAt = octets.readDoubleBE(end + 2);
  const boots = octets.readUInt32BE(end + 14);
  if (!isCount(takenAt)) return null;
  const counterAt = (place: number): Counter | null => {
    if ((present & (1 << place)) === 0) return null;
    return { value: octets.readBigUInt64BE(8 * place), width: (wide & (1 << place)) === 0 ? 32 : 64 };
  };
  return {
    moment: {
      takenAt,
      sysUpTime: octets.readUInt32BE(end + 10),
      engineBoots: boots === NO_BOOTS ? null : boots,
      discontinuity: octets.readUInt32BE(end + 18),
      ifName: names.slice(0, Number(length)),
      ifAlias: names.slice(Number(length)),
    },
    counters: {
      inOctets: counterAt(0),
      outOctets: counterAt(1),
      inPackets: counterAt(2),
      outPackets: counterAt(3),
      inErrors: counterAt(4),
      outErrors: counterAt(5),
      inDiscards: counterAt(6),
      outDiscards: counterAt(7),
    },
    countsAllPackets: false,
  };
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
