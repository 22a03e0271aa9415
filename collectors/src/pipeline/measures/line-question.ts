import {
  type DeviceMeasure,
  lastChangeAt,
  type LineMeasurement,
  type Measurements,
  type MeasureStatus,
  NO_MEASUREMENTS,
} from '@linewatch/shared';
import { decodeDs1Line, DS1_INTERVAL_COLUMNS, DS1_LINE_COLUMNS, type LineState } from '../../mibs/ds1-mib.js';
import { IF_COLUMNS } from '../../mibs/if-mib.js';
import { decodeInterval, type IntervalColumn } from '../../mibs/perf-hist-tc-mib.js';
import { optional, type RawCells, text } from '../../mibs/smi.js';
import { decodeSonetLine, sonetIntervalColumns, sonetLineColumns } from '../../mibs/sonet-mib.js';
import type { PastIntervals, WantedInterval } from './past-intervals.js';
import { instances, type PointAnswer, type PointQuestion, type RowOids, rowOf } from './point-question.js';

export type LinePoint = Extract<DeviceMeasure, { source: 'DS1' | 'SONET' }>;

/** Where the line's interface was found. */
export interface LinePlace {
  readonly ifIndex: number;
  readonly nameColumn: 'ifName' | 'ifDescr';
}

/** What a line's question needs to know besides the point. */
export interface LineContext {
  readonly slot: number;
  readonly place: LinePlace;
  readonly past: PastIntervals;
  /** Intervals that go into one message. */
  readonly mostIntervals: number;
  /** The interface of that index has another name now. */
  readonly onMoved: () => void;
}

type LineColumn = 'timeElapsed' | 'validIntervals' | 'status' | 'lastChange';

/** The status of an E1 line or of one layer of an SDH port, and then what the device counted in past intervals. */
export function lineQuestion(point: LinePoint, context: LineContext): PointQuestion {
  const { slot, place } = context;
  const row: RowOids<LineColumn> = instances(
    point.source === 'DS1' ? DS1_LINE_COLUMNS : sonetLineColumns(point.layer),
    place.ifIndex,
  );
  const name = `${IF_COLUMNS[place.nameColumn]}.${String(place.ifIndex)}`;
  return {
    point,
    oids: [name, ...Object.values(row)],
    understand: (cells, at): PointAnswer => {
      const nameCell = cells.get(name);
      if (optional(nameCell, text) !== point.ifName) {
        context.onMoved();
        return { measures: line(point, slot, at.takenAt, 'NOT_THERE'), next: null };
      }
      const state = decodeLine(point, rowOf(row, cells));
      if (state === null) return { measures: line(point, slot, at.takenAt, 'NOT_THERE'), next: null };
      const changed = state.lastChange === null ? null : lastChangeAt(at.takenAt, at.sysUpTime, state.lastChange);
      const values = { alarmBits: state.status, changedAt: changed };
      return {
        measures: line(point, slot, at.takenAt, 'OK', values),
        next: intervalQuestion(point, context, state, at.takenAt),
      };
    },
    without: (status, takenAt) => line(point, slot, takenAt, status),
  };
}

function decodeLine(point: LinePoint, cells: RawCells<LineColumn>): LineState | null {
  return point.source === 'DS1' ? decodeDs1Line(cells) : decodeSonetLine(cells);
}

/** @returns null when there is nothing new to read */
function intervalQuestion(
  point: LinePoint,
  { place, past, mostIntervals }: LineContext,
  { intervals }: LineState,
  takenAt: number,
): PointQuestion | null {
  const wanted = intervals === null ? [] : past.wanted(takenAt, intervals, mostIntervals);
  if (wanted.length === 0) return null;
  const columns: RowOids<IntervalColumn> =
    point.source === 'DS1' ? DS1_INTERVAL_COLUMNS : sonetIntervalColumns(point.layer);
  const rows = wanted.map((interval) => ({
    interval,
    row: instances(columns, `${String(place.ifIndex)}.${String(interval.number)}`),
  }));
  return {
    point,
    oids: rows.flatMap(({ row }) => Object.values(row)),
    understand: (cells, at) => {
      const performance = rows.map(({ interval, row }) =>
        performanceRow(point, interval, at.takenAt, decodeInterval(rowOf(row, cells))),
      );
      past.noteRead(wanted);
      return { measures: { ...NO_MEASUREMENTS, performance }, next: null };
    },
    without: () => {
      past.giveUp();
      return NO_MEASUREMENTS;
    },
  };
}

function performanceRow(
  { pointId }: LinePoint,
  { slot, isFinal }: WantedInterval,
  takenAt: number,
  interval: ReturnType<typeof decodeInterval>,
): Measurements['performance'][number] {
  const nothing = { es: null, ses: null, uas: null, cv: null };
  if (interval === null) return { pointId, slot, takenAt, status: 'NOT_THERE', ...nothing, isFinal };
  if (!interval.isValid) return { pointId, slot, takenAt, status: 'NOT_USABLE', ...nothing, isFinal };
  const { es, ses, uas, cv } = interval;
  return { pointId, slot, takenAt, status: 'OK', es, ses, uas, cv, isFinal };
}

function line(
  { pointId }: LinePoint,
  slot: number,
  takenAt: number,
  status: MeasureStatus,
  values: Pick<LineMeasurement, 'alarmBits' | 'changedAt'> = { alarmBits: null, changedAt: null },
): Measurements {
  return { ...NO_MEASUREMENTS, line: [{ pointId, slot, takenAt, status, ...values }] };
}
