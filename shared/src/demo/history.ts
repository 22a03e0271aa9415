import type { CircuitEndSide } from '../domain/status/statuses.js';
import type { DemoCircuit, DemoIncident } from './types.js';

const MINUTES_PER_DAY = 1_440;

type Happening = readonly [
  serial: number,
  side: CircuitEndSide,
  daysAgo: number,
  minutesLater: number,
  minutes: number,
  kind: DemoIncident['kind'],
];

/** A cable in Hengyang was moved: one night, everything of the bank that ended there. */
const PLANNED_WORK: readonly Happening[] = [
  [3, 'Z', 23, 0, 135, 'WORK'],
  [8, 'A', 23, 0, 135, 'WORK'],
  [9, 'A', 23, 0, 135, 'WORK'],
  [11, 'Z', 23, 0, 135, 'WORK'],
  [17, 'Z', 23, 0, 135, 'WORK'],
  [29, 'Z', 23, 0, 135, 'WORK'],
];

/** The management network of Changde was cut off: the lines carried traffic, but nobody could look. */
const NO_DATA: readonly Happening[] = [
  [5, 'Z', 36, 210, 95, 'NO_DATA'],
  [7, 'Z', 36, 210, 95, 'NO_DATA'],
  [12, 'Z', 36, 210, 95, 'NO_DATA'],
  [18, 'Z', 36, 210, 95, 'NO_DATA'],
  [40, 'Z', 36, 210, 95, 'NO_DATA'],
];

/** By the serial number of the circuit. */
const OUTAGES: readonly Happening[] = [
  [1, 'Z', 3, 125, 18, 'OUTAGE'],
  [1, 'Z', 47, 610, 7, 'OUTAGE'],
  [2, 'A', 12, 330, 42, 'OUTAGE'],
  [4, 'Z', 8, 900, 176, 'OUTAGE'],
  [4, 'Z', 61, 45, 64, 'OUTAGE'],
  [6, 'A', 19, 720, 11, 'OUTAGE'],
  [7, 'A', 1, 260, 26, 'OUTAGE'],
  [10, 'Z', 74, 75, 228, 'OUTAGE'],
  [14, 'A', 55, 480, 9, 'OUTAGE'],
  [15, 'A', 15, 1_010, 87, 'OUTAGE'],
  [15, 'Z', 69, 200, 33, 'OUTAGE'],
  [20, 'Z', 30, 640, 52, 'OUTAGE'],
  [22, 'A', 84, 1_180, 13, 'OUTAGE'],
  [24, 'A', 5, 555, 38, 'OUTAGE'],
  [27, 'A', 27, 90, 141, 'OUTAGE'],
  [28, 'Z', 40, 1_300, 6, 'OUTAGE'],
  [31, 'A', 10, 480, 310, 'OUTAGE'],
  [33, 'Z', 4, 700, 22, 'OUTAGE'],
  [36, 'Z', 17, 150, 205, 'OUTAGE'],
  [38, 'A', 33, 405, 15, 'OUTAGE'],
  [41, 'A', 9, 1_020, 58, 'OUTAGE'],
  [44, 'A', 66, 820, 96, 'OUTAGE'],
  [49, 'A', 22, 260, 47, 'OUTAGE'],
  [50, 'A', 52, 15, 121, 'OUTAGE'],
];

/** What happened before the first start, oldest first. The last two hours are quiet. */
export function demoHistory(circuits: readonly DemoCircuit[]): DemoIncident[] {
  return [...PLANNED_WORK, ...NO_DATA, ...OUTAGES]
    .map(([serial, side, daysAgo, minutesLater, minutes, kind]) => {
      const circuit = circuits[serial - 1];
      if (circuit === undefined) throw new Error(`No circuit with serial number ${String(serial)}`);
      const startMinutesAgo = daysAgo * MINUTES_PER_DAY - minutesLater;
      return { circuit: circuit.code, side, startMinutesAgo, minutes, kind };
    })
    .sort((one, other) => other.startMinutesAgo - one.startMinutesAgo);
}
