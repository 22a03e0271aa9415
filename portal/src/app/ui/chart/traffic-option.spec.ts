import { DASHES, trafficOption, type TrafficDrawing } from './traffic-option';
import { gapsOf, type TrafficPoint } from './traffic-points';

const STEP = 10_000;
const reading = (at: number, bps: number | null): TrafficPoint => ({ at, in: bps, out: bps, inMax: bps, outMax: bps });

interface Line {
  readonly name: string;
  readonly data: [number, number | null][];
  readonly connectNulls: boolean;
  readonly lineStyle: { type: unknown; color: string };
  readonly markArea?: { data: [{ xAxis: number }, { xAxis: number }][] };
  readonly markLine?: { data: { yAxis: number }[]; lineStyle: { type: unknown } };
}

function draw(
  points: TrafficPoint[],
  change: Partial<TrafficDrawing> = {},
): { series: Line[]; yAxis: { max: number } } {
  const range = { from: 0, to: 100_000 };
  return trafficOption({
    points,
    gaps: gapsOf(points, range, STEP),
    range,
    limitBps: 2_000_000,
    bucketed: false,
    texts: { in: 'in', out: 'out', inMax: 'in max', outMax: 'out max', limit: 'limit', noData: 'no', description: '' },
    colours: { in: 'blue', out: 'red', limit: 'grey', text: 'black', line: 'silver', gap: 'white' },
    timeLabel: String,
    ...change,
  }) as unknown as { series: Line[]; yAxis: { max: number } };
}

describe('the gaps of a range', () => {
  it('are where readings are missing for more than two and a half steps', () => {
    const points = [0, 10_000, 20_000, 60_000, 70_000, 80_000, 90_000].map((at) => reading(at, 1));
    expect(gapsOf(points, { from: 0, to: 100_000 }, STEP)).toEqual([{ from: 30_000, to: 60_000 }]);
  });

  it('are where a bucket has no value', () => {
    const points = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => reading(n * STEP, n > 2 && n < 6 ? null : 1));
    expect(gapsOf(points, { from: 0, to: 100_000 }, STEP)).toEqual([{ from: 30_000, to: 60_000 }]);
  });

  it('are the whole range when nothing was read', () => {
    expect(gapsOf([], { from: 0, to: 100_000 }, STEP)).toEqual([{ from: 0, to: 100_000 }]);
  });

  it('are none for a reading that came a little late', () => {
    const points = [0, 10_000, 22_000, 40_000, 60_000, 80_000].map((at) => reading(at, 1));
    expect(gapsOf(points, { from: 0, to: 100_000 }, STEP)).toEqual([]);
  });
});

describe('the drawing of traffic', () => {
  it('breaks the line at a gap and shades it', () => {
    const { series } = draw([0, 10_000, 20_000, 70_000, 80_000, 90_000].map((at) => reading(at, 5)));
    const [line] = series;
    expect(line?.connectNulls).toBeFalse();
    expect(line?.data.filter(([, bps]) => bps === null).map(([at]) => at)).toEqual([50_000]);
    expect(line?.markArea?.data.map(([from, to]) => [from.xAxis, to.xAxis])).toEqual([[30_000, 70_000]]);
  });

  it('tells in, out and the contract apart by their dashes, not by colour alone', () => {
    const { series } = draw([reading(0, 5)]);
    const dashes = [...series.map(({ lineStyle }) => lineStyle.type), series[0]?.markLine?.lineStyle.type];
    expect(dashes).toEqual([DASHES.in, [...DASHES.out], [...DASHES.limit]]);
    expect(new Set(dashes.map((dash) => JSON.stringify(dash))).size).toBe(3);
  });

  it('draws the contracted bandwidth and keeps it on the picture', () => {
    const { series, yAxis } = draw([reading(0, 5)]);
    expect(series[0]?.markLine?.data).toEqual([{ yAxis: 2_000_000 }]);
    expect(yAxis.max).toBeGreaterThan(2_000_000);
  });

  it('keeps a peak above the contract on the picture', () => {
    expect(draw([reading(0, 9_000_000)]).yAxis.max).toBeGreaterThan(9_000_000);
  });

  it('has lines of maxima only where a point stands for many readings', () => {
    expect(draw([reading(0, 5)]).series.map(({ name }) => name)).toEqual(['in', 'out']);
    expect(draw([reading(0, 5)], { bucketed: true }).series.map(({ name }) => name)).toEqual([
      'in',
      'out',
      'in max',
      'out max',
    ]);
  });
});
