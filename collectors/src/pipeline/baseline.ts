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

/** First word of the text form. A reader of a later form must know that it cannot read this one. */
const FORM = '2';
const LONGEST = 400;
const ABSENT = '-';
/** Text form of a counter: n for 32 bits, w for 64 bits, then its value. */
const COUNTER = /^([nw])([0-9]{1,20})$/;
const COUNT = /^[0-9]{1,16}$/;
const WIDTHS = { n: 32, w: 64 } as const;

/**
 * The baseline as text that the API keeps with the reading and gives to the next collector: words with a blank between
 * them, at last the names of the port, which may hold blanks, behind the length of the first.
 *
 * @returns at most 400 characters; empty when the names of the port leave no room, which means no baseline
 */
export function writeResume({ moment, counters }: Baseline): string {
  const { takenAt, sysUpTime, engineBoots, discontinuity, ifName, ifAlias } = moment;
  let text = `${FORM} ${String(takenAt)} ${String(sysUpTime)} ${String(engineBoots ?? ABSENT)} ${String(discontinuity)}`;
  for (const name of COUNTERS) text += ` ${counterText(counters[name])}`;
  text += ` ${String(ifName.length)} ${ifName}${ifAlias ?? ''}`;
  return text.length <= LONGEST ? text : '';
}

/** Words before the names. */
const WORDS = 6 + COUNTERS.length;

/**
 * Reads what `writeResume` wrote. Anything else is no baseline: the port then starts with a gap of one reading.
 *
 * @returns null when the text cannot be read
 */
export function readResume(text: string | null): Baseline | null {
  const { words, names } = wordsOf(text ?? '');
  const [form, takenAt, sysUpTime, boots, discontinuity] = words;
  const counters = readCounters(words.slice(5, 5 + COUNTERS.length));
  const nameLength = readCount(words.at(-1));
  if (form !== FORM || words.length !== WORDS || counters === null) return null;
  const [at, upTime, discontinuedAt] = [takenAt, sysUpTime, discontinuity].map(readCount);
  const engineBoots = boots === ABSENT ? null : readCount(boots);
  if (at === undefined || upTime === undefined || discontinuedAt === undefined || engineBoots === undefined)
    return null;
  if (nameLength === undefined || nameLength > names.length) return null;
  const [ifName, ifAlias] = [names.slice(0, nameLength), names.slice(nameLength)];
  const moment = { takenAt: at, sysUpTime: upTime, engineBoots, discontinuity: discontinuedAt, ifName, ifAlias };
  return { moment, monotonicAt: null, counters };
}

function wordsOf(text: string): { words: string[]; names: string } {
  const words: string[] = [];
  let begin = 0;
  while (words.length < WORDS) {
    const end = text.indexOf(' ', begin);
    if (end < 0) break;
    words.push(text.slice(begin, end));
    begin = end + 1;
  }
  return { words, names: text.slice(begin) };
}

function readCount(word: string | undefined): number | undefined {
  const value = word !== undefined && COUNT.test(word) ? Number(word) : undefined;
  return value !== undefined && Number.isSafeInteger(value) ? value : undefined;
}

function counterText(counter: Counter | null): string {
  if (counter === null) return ABSENT;
  return `${counter.width === 64 ? 'w' : 'n'}${counter.value.toString()}`;
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
  if (text === ABSENT) return null;
  const [, kind, digits] = COUNTER.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const width = WIDTHS[kind === 'w' ? 'w' : 'n'];
  const value = BigInt(digits);
  return value < 1n << BigInt(width) ? { value, width } : undefined;
}
