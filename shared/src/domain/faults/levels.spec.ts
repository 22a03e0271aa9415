import { HOUSE_LEVELS } from './house-levels.js';
import { isCrossed, severityOf } from './levels.js';
import { isPhysical } from './threshold-metrics.js';

const utilisation = (values: number[], before: 'warning' | 'minor' | 'major' | null = null) =>
  severityOf('UTILISATION', values, HOUSE_LEVELS.UTILISATION, before);

describe('Levels of a measured value', () => {
  it('are reached by three samples in a row, each level for itself', () => {
    expect(utilisation([85, 85])).toBeNull();
    expect(utilisation([70, 85, 85])).toBeNull();
    expect(utilisation([80, 85, 99])).toBe('warning');
    expect(utilisation([96, 97, 99])).toBe('major');
  });

  it('are left by two samples that are five points below, step by step', () => {
    expect(utilisation([99, 91, 74], 'major')).toBe('major');
    expect(utilisation([99, 89, 89], 'major')).toBe('minor');
    expect(utilisation([99, 76, 76], 'major')).toBe('warning');
    expect(utilisation([99, 74, 74], 'major')).toBeNull();
  });
});

describe('A level of a customer', () => {
  const level = { metric: 'UTILISATION', level: 70, forMs: 600_000 } as const;
  const every = (...values: number[]) => values.map((value, index) => ({ at: index * 60_000, value }));

  it('is crossed after its time without a break', () => {
    const eleven = every(...Array.from({ length: 11 }, () => 75));
    expect(isCrossed(level, eleven, 150_000, false)).toBeTrue();
    expect(isCrossed(level, eleven.slice(1), 150_000, false)).toBeFalse();
    expect(isCrossed(level, eleven.with(5, { at: 300_000, value: 69 }), 150_000, false)).toBeFalse();
    expect(isCrossed(level, [...eleven.slice(0, 2), ...eleven.slice(7)], 150_000, false)).toBeFalse();
  });

  it('is over when two values are well below it', () => {
    expect(isCrossed(level, every(75, 64), 150_000, true)).toBeTrue();
    expect(isCrossed(level, every(64, 64), 150_000, true)).toBeFalse();
    expect(isCrossed(level, [], 150_000, true)).toBeTrue();
  });

  it('of a received power is crossed from above', () => {
    const power = { metric: 'RX_POWER', level: -20, forMs: 60_000 } as const;
    expect(isCrossed(power, every(-21, -22), 150_000, false)).toBeTrue();
    expect(isCrossed(power, every(-19, -18), 150_000, false)).toBeFalse();
  });

  it('has to be one that a line can reach', () => {
    expect([isPhysical('UTILISATION', 0), isPhysical('UTILISATION', 101), isPhysical('RX_POWER', -60)]).toEqual([
      false,
      false,
      false,
    ]);
    expect([isPhysical('UTILISATION', 70), isPhysical('DELAY', 0.5), isPhysical('RX_POWER', Number.NaN)]).toEqual([
      true,
      true,
      false,
    ]);
  });
});
