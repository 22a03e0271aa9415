import type { SlaNorm, SlaRow } from '@linewatch/shared';
import { brokenOf, verdictOf } from './verdict';

describe('The verdict of a month', () => {
  const allowance = (usedS: number, level: 50 | 80 | 100 | null): SlaRow['allowance'] => ({
    allowedS: 100,
    usedS,
    leftS: 100 - usedS,
    level,
  });

  it('is missed once more is lost than may be, although the share of the time so far would be worse or better', () => {
    expect(verdictOf({ missed: [], isMet: true, allowance: allowance(101, 100) })).toBe('missed');
    expect(verdictOf({ missed: [], isMet: false, allowance: allowance(60, 50) })).toBe('met');
  });

  it('is near from four fifths on, and none where nothing was promised or scheduled', () => {
    expect(verdictOf({ missed: [], isMet: true, allowance: allowance(80, 80) })).toBe('near');
    expect(verdictOf({ missed: [], isMet: null, allowance: null })).toBe('none');
    expect(verdictOf({ missed: [], isMet: false, allowance: null })).toBe('missed');
  });

  it('is missed where another promise was broken, whatever the availability is', () => {
    expect(verdictOf({ missed: ['LATENCY'], isMet: true, allowance: allowance(0, null) })).toBe('missed');
    expect(verdictOf({ missed: ['RESTORATION'], isMet: null, allowance: null })).toBe('missed');
    // A share that is too low just now can still come right while the month goes on.
    expect(verdictOf({ missed: ['AVAILABILITY'], isMet: false, allowance: allowance(10, null) })).toBe('met');
  });

  it('of what is measured is spoken when the month is closed', () => {
    const view = { isRestorationMet: true, quality: null, norm: aNorm(false) };
    expect(brokenOf({ ...view, revision: 0 })).toEqual([]);
    expect(brokenOf({ ...view, revision: 1 })).toEqual(['NORM']);
    expect(brokenOf({ ...view, isRestorationMet: false, norm: null, revision: 0 })).toEqual(['RESTORATION']);
  });
});

function aNorm(isMet: boolean): SlaNorm {
  return { target: '95', tickets: 1, kept: isMet ? 1 : 0, value: isMet ? '100.000' : '0.000', isMet, timers: [] };
}
