import type { SlaRow } from '@linewatch/shared';
import { verdictOf } from './verdict';

describe('The verdict of a month', () => {
  const allowance = (usedS: number, level: 50 | 80 | 100 | null): SlaRow['allowance'] => ({
    allowedS: 100,
    usedS,
    leftS: 100 - usedS,
    level,
  });

  it('is missed once more is lost than may be, although the share of the time so far would be worse or better', () => {
    expect(verdictOf({ isMet: true, allowance: allowance(101, 100) })).toBe('missed');
    expect(verdictOf({ isMet: false, allowance: allowance(60, 50) })).toBe('met');
  });

  it('is near from four fifths on, and none where nothing was promised or scheduled', () => {
    expect(verdictOf({ isMet: true, allowance: allowance(80, 80) })).toBe('near');
    expect(verdictOf({ isMet: null, allowance: null })).toBe('none');
    expect(verdictOf({ isMet: false, allowance: null })).toBe('missed');
  });
});
