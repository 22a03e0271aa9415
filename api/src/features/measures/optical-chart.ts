import { Inject, Injectable } from '@nestjs/common';
import type { OpticalSeries } from '@linewatch/shared';
import { ENV } from '../../config/env.token.js';
import { Clock } from '../../platform/clock/clock.js';
import { BUCKET_S, bucketStart, bucketWidth, type KeptDays, SHANGHAI, toNumber } from '../telemetry/index.js';
import { bucketEntries, byBucket, type PointRange, singleEntries } from './chart-buckets.js';
import { MeasureReader, type ValueRow } from './measure-reader.js';
import { OPTICAL_VALUES } from './measure-sums.js';

/** The longest range that is drawn from the measurements themselves: at one in 15 minutes a week has 672. */
const SINGLE_RANGE_S = 8 * 86_400;
const DAY_S = 86_400;

/** One quantity over some time. */
interface Level {
  readonly n: number;
  readonly sum: number;
  readonly min: number | null;
  readonly max: number | null;
}

/** Levels of a transceiver over some time; `at` epoch seconds. */
interface OpticalSum {
  readonly at: number;
  readonly levels: Readonly<Record<OpticalName, Level>>;
}

type OpticalName = (typeof OPTICAL_VALUES)[number];
type OpticalColumns = Omit<OpticalSeries, 'pointId' | 'side' | 'source' | 'layer' | 'intervalS'>;

/** Optical levels of one point, at the resolution that fits the screen. */
@Injectable()
export class OpticalChart {
  constructor(
    private readonly reader: MeasureReader,
    private readonly clock: Clock,
    @Inject(ENV) private readonly kept: KeptDays,
  ) {}

  async draw(range: PointRange): Promise<OpticalColumns> {
    const { from, to, points, intervalS, pointId } = range;
    const isSingle = to - from <= SINGLE_RANGE_S && from >= this.oldestKept('RETAIN_RAW_DAYS');
    if (isSingle) {
      const rows = await this.reader.measurements('measure_optical', pointId, from, to);
      const sums = rows.filter(({ status }) => status === 'OK').map(sumOfMeasurement);
      const entries = singleEntries(sums, intervalS);
      if (entries.length <= points) return { bucketS: 0, ...columnsOf(entries) };
      const widthS = bucketWidth(from, to, points, intervalS, SHANGHAI);
      return { bucketS: widthS, ...columnsOf(bucketEntries(byBucket(sums, widthS, add), range, widthS)) };
    }
    const byDay = (to - from) / points >= BUCKET_S['1d'] || from < this.oldestKept('RETAIN_1H_DAYS');
    const widthS = bucketWidth(from, to, points, BUCKET_S[byDay ? '1d' : '1h'], SHANGHAI);
    const first = bucketStart(from, widthS, SHANGHAI);
    const rows = await this.reader.sums(byDay ? 'optical_1d' : 'optical_1h', pointId, first, to);
    return { bucketS: widthS, ...columnsOf(bucketEntries(byBucket(rows.map(storedSum), widthS, add), range, widthS)) };
  }

  private oldestKept(level: keyof KeptDays): number {
    return Math.floor(this.clock.now() / 1_000) - this.kept[level] * DAY_S;
  }
}

function sumOfMeasurement(row: ValueRow): OpticalSum {
  return ofLevels(Number(row.slot), (name) => {
    const value = toNumber(row[name] ?? null);
    return { n: value === null ? 0 : 1, sum: value ?? 0, min: value, max: value };
  });
}

function storedSum(row: ValueRow): OpticalSum {
  return ofLevels(Number(row.bucket), (name) => ({
    n: Number(row[`${name}_n`]),
    sum: Number(row[`${name}_sum`]),
    min: toNumber(row[`${name}_min`] ?? null),
    max: toNumber(row[`${name}_max`] ?? null),
  }));
}

function add(one: OpticalSum, other: OpticalSum): OpticalSum {
  return ofLevels(one.at, (name) => {
    const [first, second] = [levelOf(one, name), levelOf(other, name)];
    const low = [first.min, second.min].filter((value) => value !== null);
    const high = [first.max, second.max].filter((value) => value !== null);
    return {
      n: first.n + second.n,
      sum: first.sum + second.sum,
      min: low.length === 0 ? null : Math.min(...low),
      max: high.length === 0 ? null : Math.max(...high),
    };
  });
}

function ofLevels(at: number, levelOfName: (name: OpticalName) => Level): OpticalSum {
  return {
    at,
    levels: Object.fromEntries(OPTICAL_VALUES.map((name) => [name, levelOfName(name)])) as OpticalSum['levels'],
  };
}

const NOTHING: Level = { n: 0, sum: 0, min: null, max: null };

function levelOf(sum: OpticalSum | undefined, name: OpticalName): Level {
  return sum?.levels[name] ?? NOTHING;
}

function columnsOf(entries: readonly (readonly [number, OpticalSum | undefined])[]): Omit<OpticalColumns, 'bucketS'> {
  const levels = (name: OpticalName): Level[] => entries.map(([, sum]) => levelOf(sum, name));
  const means = (name: OpticalName): (number | null)[] =>
    levels(name).map(({ n, sum }) => (n === 0 ? null : Math.round((sum / n) * 1_000) / 1_000));
  return {
    at: entries.map(([at]) => at),
    rxDbm: means('rx_dbm'),
    rxMinDbm: levels('rx_dbm').map(({ min }) => min),
    rxMaxDbm: levels('rx_dbm').map(({ max }) => max),
    txDbm: means('tx_dbm'),
    temperatureC: means('temperature_c'),
    voltageV: means('voltage_v'),
    biasMa: means('bias_ma'),
  };
}
