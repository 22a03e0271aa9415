import { Injectable } from '@nestjs/common';
import type { LineSeries, LineStay, MeasureStatus } from '@linewatch/shared';
import { bucketWidth, SHANGHAI, toNumber } from '../telemetry/index.js';
import { bucketEntries, byBucket, type PointRange } from './chart-buckets.js';
import { MeasureReader, type ValueRow } from './measure-reader.js';

const INTERVAL_S = 900;
const MOST_STAYS = 500;
/** Measurements further apart than this many intervals say nothing of the time between. */
const HOLE_INTERVALS = 3;

/** Seconds and violations of some 15-minute intervals; `at` epoch seconds. */
interface PerformanceSum {
  readonly at: number;
  readonly es: number | null;
  readonly ses: number | null;
  readonly uas: number | null;
  readonly cv: number | null;
}

type LineColumns = Omit<LineSeries, 'pointId' | 'side' | 'source' | 'layer' | 'intervalS'>;

/** Status of one E1 or SDH line as stays, and its 15-minute performance at the resolution that fits the screen. */
@Injectable()
export class LineChart {
  constructor(private readonly reader: MeasureReader) {}

  async draw(range: PointRange, now: number): Promise<LineColumns> {
    const { pointId, from, to, points } = range;
    const [stays, rows] = await Promise.all([
      this.stays(range, now),
      this.reader.measurements('measure_performance', pointId, from, to),
    ]);
    const widthS = bucketWidth(from, to, points, INTERVAL_S, SHANGHAI);
    const sums = rows.filter(({ status }) => status === 'OK').map(sumOfInterval);
    const entries = bucketEntries(byBucket(sums, widthS, add), range, widthS);
    return {
      ...stays,
      bucketS: widthS,
      at: entries.map(([at]) => at),
      es: entries.map(([, sum]) => sum?.es ?? null),
      ses: entries.map(([, sum]) => sum?.ses ?? null),
      uas: entries.map(([, sum]) => sum?.uas ?? null),
      cv: entries.map(([, sum]) => sum?.cv ?? null),
    };
  }

  /** From the newest change back. A hole is a stay in NOT_MEASURED: the line may have been anything meanwhile. */
  private async stays(
    { pointId, intervalS, from, to }: PointRange,
    now: number,
  ): Promise<Pick<LineSeries, 'stays' | 'truncated'>> {
    const holeS = HOLE_INTERVALS * intervalS;
    // The status at the begin of the range is that of the last measurement before it.
    const changes = await this.reader.changes(pointId, from - holeS, to, holeS, MOST_STAYS + 1);
    const newest = await this.reader.newestSlot('measure_line', pointId, from - holeS, to);
    if (newest === null) return { stays: [], truncated: false };
    const stays: LineStay[] = [];
    let end = Math.min(to * 1_000, now, (newest + holeS) * 1_000);
    if (end < Math.min(to * 1_000, now)) stays.push(notMeasured(end, Math.min(to * 1_000, now)));
    for (const change of changes.slice(0, MOST_STAYS)) {
      const at = Math.max(from, Number(change.slot)) * 1_000;
      if (at < end) stays.push({ from: at, to: end, ...statusOf(change) });
      end = at;
      const before = toNumber(change.was_at ?? null);
      if (before !== null && Number(change.slot) - before > holeS) {
        end = Math.max(from, before + intervalS) * 1_000;
        if (end < at) stays.push(notMeasured(end, at));
      }
    }
    return { stays: stays.toReversed(), truncated: changes.length > MOST_STAYS };
  }
}

function statusOf(row: ValueRow): Pick<LineStay, 'status' | 'alarmBits'> {
  return { status: row.status as MeasureStatus, alarmBits: toNumber(row.alarm_bits ?? null) };
}

function notMeasured(from: number, to: number): LineStay {
  return { from, to, status: 'NOT_MEASURED', alarmBits: null };
}

function sumOfInterval(row: ValueRow): PerformanceSum {
  const value = (name: keyof ValueRow): number | null => toNumber(row[name] ?? null);
  return { at: Number(row.slot), es: value('es'), ses: value('ses'), uas: value('uas'), cv: value('cv') };
}

function add(one: PerformanceSum, other: PerformanceSum): PerformanceSum {
  const total = (first: number | null, second: number | null): number | null =>
    first === null || second === null ? (first ?? second) : first + second;
  return {
    at: one.at,
    es: total(one.es, other.es),
    ses: total(one.ses, other.ses),
    uas: total(one.uas, other.uas),
    cv: total(one.cv, other.cv),
  };
}
