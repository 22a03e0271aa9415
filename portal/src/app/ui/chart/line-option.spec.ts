import { type ChartLine, type LineDrawing, lineOption } from './line-option';

interface Drawn {
  readonly xAxis: { min: number; max: number };
  readonly yAxis: { max: (extent: { max: number }) => number; splitLine: { show: boolean } }[];
  readonly series: {
    name: string;
    yAxisIndex: number;
    data: [number, number | null][];
    lineStyle: { type: unknown; color: string; width: number };
    markArea?: { data: [{ xAxis: number; name: string }, { xAxis: number }][] };
  }[];
}

const line = (change: Partial<ChartLine> = {}): ChartLine => ({
  key: 'mean',
  name: 'Mean',
  values: [1, 2, null],
  colour: 'in',
  dash: 'solid',
  isThin: false,
  axis: 0,
  ...change,
});

function draw(change: Partial<LineDrawing> = {}): Drawn {
  return lineOption({
    at: [10_000, 20_000, 30_000],
    lines: [line(), line({ key: 'loss', name: 'Loss', colour: 'out', dash: [5, 3], axis: 1, isThin: true })],
    axes: [
      { format: String, least: 10 },
      { format: String, least: 5 },
    ],
    gaps: [],
    range: { from: 0, to: 100_000 },
    noData: 'none',
    description: '',
    colours: { in: 'blue', out: 'red', limit: 'grey', text: 'black', line: 'silver', gap: 'white' },
    timeLabel: String,
    ...change,
  }) as unknown as Drawn;
}

describe('the drawing of lines', () => {
  it('covers the whole range, whatever was measured of it', () => {
    expect(draw().xAxis).toEqual(jasmine.objectContaining({ min: 0, max: 100_000 }));
  });

  it('puts each line on its axis, in its colour and with its dashes', () => {
    const [mean, loss] = draw().series;
    expect([mean?.yAxisIndex, mean?.lineStyle.color, mean?.lineStyle.type]).toEqual([0, 'blue', 'solid']);
    expect([loss?.yAxisIndex, loss?.lineStyle.color, loss?.lineStyle.type]).toEqual([1, 'red', [5, 3]]);
    expect(loss?.lineStyle.width).toBeLessThan(mean?.lineStyle.width ?? 0);
  });

  it('breaks every line at a gap and shades it once', () => {
    const { series } = draw({ gaps: [{ from: 40_000, to: 100_000 }] });
    expect(series.map(({ data }) => data.at(-1))).toEqual([
      [70_000, null],
      [70_000, null],
    ]);
    expect(series.map(({ markArea }) => markArea?.data.length)).toEqual([1, undefined]);
    expect(series[0]?.markArea?.data[0]?.[0].name).toBe('none');
  });

  it('does not let a small value fill the picture', () => {
    const [left, right] = draw().yAxis;
    expect([left?.max({ max: 2 }), left?.max({ max: 38 }), right?.max({ max: 0 })]).toEqual([10, 40, 5]);
    expect([left?.splitLine.show, right?.splitLine.show]).toEqual([true, false]);
  });
});
