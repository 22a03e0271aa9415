import type { SampleSeries } from '@linewatch/shared';
import { deltaOf } from './delta';

function series(mean: number | null, coverage = 1): SampleSeries {
  const figures = { last: mean, mean, max: mean, p95: mean };
  return { coverage, stats: { in: figures, out: figures } } as SampleSeries;
}

describe('the difference to the period before', () => {
  it('is told as an amount and as a share', () => {
    expect(deltaOf(series(150), series(100), 'in', 'mean')).toEqual({ sign: '+', bps: 50, percent: '+50\u202f%' });
    expect(deltaOf(series(50), series(100), 'in', 'mean')).toEqual({ sign: '−', bps: 50, percent: '−50\u202f%' });
    expect(deltaOf(series(5), series(0), 'out', 'max')).toEqual({ sign: '+', bps: 5, percent: '' });
  });

  it('is not told of periods with gaps, nor of nothing', () => {
    expect(deltaOf(series(1, 0.8), series(2), 'in', 'mean')).toBeUndefined();
    expect(deltaOf(series(1), series(2, 0.89), 'in', 'mean')).toBeUndefined();
    expect(deltaOf(series(1), series(null), 'in', 'mean')).toBeUndefined();
  });
});
