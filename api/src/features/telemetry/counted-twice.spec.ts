import { aReading } from '../../testing/test-batch.builder.js';
import { type CountedStretch, countsTwice, withoutDeltas } from './counted-twice.js';

const stretch = (from: number, to: number): CountedStretch => ({
  slot: to,
  takenAt: to * 1_000,
  dtMs: (to - from) * 1_000,
});

describe('a reading', () => {
  it('does not count twice what its neighbours counted, though their clocks differ a little', () => {
    const late = { ...stretch(10, 20), dtMs: 10_300 };

    expect(countsTwice(late, [stretch(0, 10), stretch(20, 30)])).toBeFalse();
  });

  it('counts twice when a longer one reaches over it, or it over a shorter one', () => {
    expect(countsTwice(stretch(10, 20), [stretch(0, 40)])).toBeTrue();
    expect(countsTwice(stretch(0, 20), [stretch(0, 10)])).toBeTrue();
    expect(countsTwice(stretch(19, 20), [stretch(0, 40)])).toBeTrue();
  });

  it('that comes again is not its own double', () => {
    expect(countsTwice(stretch(10, 20), [stretch(10, 20)])).toBeFalse();
  });

  it('without a rate counts nothing', () => {
    expect(countsTwice({ ...stretch(10, 20), dtMs: null }, [stretch(0, 40)])).toBeFalse();
    expect(countsTwice(stretch(10, 20), [{ ...stretch(0, 40), dtMs: null }])).toBeFalse();
  });

  it('keeps its state and loses its numbers', () => {
    const { status, operStatus, inOctets, dtMs } = withoutDeltas(aReading({ portId: 1, slot: 10 }));

    expect([status, operStatus, inOctets, dtMs]).toEqual(['OVERLAP', 1, null, null]);
  });
});
