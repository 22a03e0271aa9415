import { type ChartLine, type LineDrawing, lineOption } from './line-option';

interface Drawn {
  readonly xAxis: { min: number; max: number };
  readonly yAxis: { max: (extent: { max: number }) => number; splitLine: { show: boolean } }[];
  readonly series: {
    name: string;
    yAxisIndex: number;
    data: [number, number | null][];
    lineStyle: { type: unknown; color: string; width: number };
    markArea?: { data: [{ xAxis: number; name: string; itemStyle: { color: string } }, { xAxis: number }][] };
    markLine?: { data: { yAxis: number }[] };
    areaStyle?: unknown;
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
    limit: undefined,
    bands: [],
    gaps: [],
    range: { from: 0, to: 100_000 },
    noData: 'none',
    description: '',
    colours: {
      in: 'blue',
      out: 'red',
      limit: 'grey',
      text: 'black',
      line: 'silver',
      gap: 'white',
      down: 'pink',
      excluded: 'azure',
    },
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

  it('shades what held over the time, each kind in its own way, cut to the range', () => {
    const [line] = draw({
      bands: [
        { from: -5_000, to: 20_000, kind: 'down', word: 'down' },
        { from: 50_000, to: 52_000, kind: 'excluded', word: 'work' },
      ],
    }).series;
    expect(line?.markArea?.data.map(([from, to]) => [from.xAxis, to.xAxis, from.name, from.itemStyle.color])).toEqual([
      [0, 20_000, 'down', 'pink'],
      [50_000, 52_000, '', 'azure'],
    ]);
  });

  it('does not shade a gap twice that an unknown time explains', () => {
    const gaps = [
      { from: 40_000, to: 60_000 },
      { from: 80_000, to: 95_000 },
    ];
    const [line] = draw({ gaps, bands: [{ from: 41_000, to: 61_000, kind: 'unknown', word: '?' }] }).series;
    expect(line?.markArea?.data.map(([from]) => from.xAxis)).toEqual([41_000, 80_000]);
  });

  it('draws a limit once, and none that is not above zero', () => {
    const drawn = draw({ limit: { value: 9, name: 'Contract' } }).series;
    expect(drawn.map(({ markLine }) => markLine?.data)).toEqual([[{ yAxis: 9 }], undefined]);
    expect(draw({ limit: { value: 0, name: 'Contract' } }).series[0]?.markLine?.data).toEqual([]);
  });

  it('fits an axis that has nothing to show at least, such as light below zero', () => {
    const axes = [{ format: String, least: null }];
    expect(draw({ axes, lines: [line({ hasArea: true })] }).yAxis as unknown[]).toEqual([
      jasmine.objectContaining({ scale: true }),
    ]);
  });
});
