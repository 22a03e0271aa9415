import type { PlacedMeasure, PracticeDevice } from '../model/practice-device.js';
import { INTERVAL_MS, INTERVALS_KEPT, type LineCounts, type PracticeAlarm } from '../model/practice-line.js';
import { gauge, integer, row, text, ticks } from './mib-values.js';
import type { MibInstance } from './mib-view.js';

const DSX1_CONFIG_ENTRY = '1.3.6.1.2.1.10.18.6.1';
const DSX1_INTERVAL_ENTRY = '1.3.6.1.2.1.10.18.8.1';
const SONET_OBJECTS = '1.3.6.1.2.1.10.39';

/** dsx1LineStatus with one alarm, and what each layer of an SDH port shows then: section, line, path. */
const STATUS: Readonly<
  Record<PracticeAlarm, { readonly e1: number; readonly sdh: readonly [number, number, number] }>
> = {
  los: { e1: 64, sdh: [2, 2, 4] },
  lof: { e1: 32, sdh: [4, 2, 4] },
  ais: { e1: 8, sdh: [1, 2, 4] },
  rai: { e1: 2, sdh: [1, 4, 8] },
};
const WELL = { e1: 1, sdh: [1, 1, 1] } as const;

const E1_CRC = 5;
const HDB3 = 3;
const NO_LOOPBACK = 1;
const TRUE = 1;
const MS_PER_SECOND = 1_000;

/** dsx1LineStatus with this alarm. */
export function dsx1LineStatus(alarm: PracticeAlarm | null): number {
  return (alarm === null ? WELL : STATUS[alarm]).e1;
}

/**
 * An E1 line, or an SDH port with its layers: as it is now, and the past quarters of an hour.
 *
 * @param now ms
 * @see RFC 4805 (DS1-MIB), RFC 3592 (SONET-MIB)
 */
export function lineInstances(device: PracticeDevice, placed: PlacedMeasure, now: () => number): MibInstance[] {
  return placed.reading.source === 'DS1' ? e1Line(device, placed, now) : sdhPort(device, placed, now);
}

function e1Line(device: PracticeDevice, { circuitCode, line, port }: PlacedMeasure, now: () => number): MibInstance[] {
  const { ifIndex } = port.facts;
  return [
    ...row(DSX1_CONFIG_ENTRY, ifIndex, {
      1: integer(() => ifIndex),
      3: integer(() => elapsedS(now())),
      4: integer(() => validIntervals(device, now())),
      5: integer(() => E1_CRC),
      6: integer(() => HDB3),
      8: text(Buffer.from(circuitCode)),
      9: integer(() => NO_LOOPBACK),
      10: integer(() => dsx1LineStatus(line.alarm)),
      16: ticks(() => (line.changedAt === null ? 0 : device.upTimeAt(line.changedAt))),
    }),
    ...pastIntervals().flatMap((number) => {
      const counts = countsOf(placedCounts(line, number, now));
      return row(DSX1_INTERVAL_ENTRY, [ifIndex, number], {
        3: counts((each) => each.erroredS),
        4: counts((each) => each.severelyErroredS),
        6: counts((each) => each.unavailableS),
        8: counts((each) => each.codeViolations),
        13: integer(() => TRUE),
      });
    }),
  ];
}

function sdhPort(device: PracticeDevice, { line, port }: PlacedMeasure, now: () => number): MibInstance[] {
  const { ifIndex } = port.facts;
  const status = (layer: 0 | 1 | 2) => integer(() => (line.alarm === null ? WELL : STATUS[line.alarm]).sdh[layer]);
  return [
    ...row(`${SONET_OBJECTS}.1.1.1.1`, ifIndex, {
      2: integer(() => elapsedS(now())),
      3: integer(() => validIntervals(device, now())),
    }),
    ...row(`${SONET_OBJECTS}.1.2.1.1`, ifIndex, { 1: status(0) }),
    ...row(`${SONET_OBJECTS}.1.3.1.1`, ifIndex, { 1: status(1) }),
    ...row(`${SONET_OBJECTS}.2.1.1.1`, ifIndex, { 2: status(2) }),
    ...pastIntervals().flatMap((number) => {
      const counts = countsOf(placedCounts(line, number, now));
      const errored = counts((each) => each.erroredS);
      const severely = counts((each) => each.severelyErroredS);
      const violations = counts((each) => each.codeViolations);
      const unavailable = counts((each) => each.unavailableS);
      const valid = integer(() => TRUE);
      const layer = { 2: errored, 3: severely, 4: violations, 5: unavailable, 6: valid };
      return [
        ...row(`${SONET_OBJECTS}.1.2.2.1`, [ifIndex, number], { 2: errored, 3: severely, 5: violations, 6: valid }),
        ...row(`${SONET_OBJECTS}.1.3.2.1`, [ifIndex, number], layer),
        ...row(`${SONET_OBJECTS}.2.1.2.1`, [ifIndex, number], layer),
      ];
    }),
  ];
}

function pastIntervals(): readonly number[] {
  return Array.from({ length: INTERVALS_KEPT }, (_, place) => place + 1);
}

function elapsedS(now: number): number {
  return Math.floor((now % INTERVAL_MS) / MS_PER_SECOND);
}

function validIntervals(device: PracticeDevice, now: number): number {
  return Math.min(INTERVALS_KEPT, Math.floor((device.engineTime(now) * MS_PER_SECOND) / INTERVAL_MS));
}

function placedCounts(line: PlacedMeasure['line'], number: number, now: () => number): () => LineCounts {
  return () => {
    const at = now();
    const end = at - (at % INTERVAL_MS) - (number - 1) * INTERVAL_MS;
    return line.countsBetween(end - INTERVAL_MS, end, at);
  };
}

function countsOf(counts: () => LineCounts) {
  return (value: (counts: LineCounts) => number) => gauge(() => value(counts()));
}
