import { aReading } from '../../testing/test-batch.builder.js';
import { type CountedStretch, countsTwice, remainder, withoutDeltas } from './counted-twice.js';

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

  it('is left with what others did not count, exactly, when they counted its beginning', () => {
    const whole = aReading({ portId: 1, slot: 40, takenAt: 40_000, dtMs: 30_000, inOctets: 300, inErrors: null });
    const begun = { ...whole, slot: 20, takenAt: 20_050, dtMs: 10_050, inOctets: 100, outOctets: 50_000 };
    // By its own clock the agent was asked a little later than by the collector's.
    const neighbour = { ...begun, slot: 10, takenAt: 10_005, dtMs: 10_000 };
    const rest = remainder(whole, [neighbour, begun], 500);

    expect([rest?.dtMs, rest?.inOctets, rest?.outOctets, rest?.inErrors]).toEqual([19_950, 200, 0, null]);
    expect([rest?.inBps, rest?.outBps]).toEqual([80, 0]);
  });

  it('is left with nothing where that is not exactly its beginning', () => {
    const whole = aReading({ portId: 1, slot: 40, takenAt: 40_000, dtMs: 30_000, inOctets: 300 });
    const part = (from: number, to: number, inOctets = 1): Parameters<typeof remainder>[1][number] => ({
      ...whole,
      slot: to,
      takenAt: to * 1_000,
      dtMs: (to - from) * 1_000,
      inOctets,
      outOctets: 1,
    });

    expect(remainder(whole, [], 500)).toBeNull();
    expect(remainder(whole, [part(11, 20)], 500)).toBeNull();
    expect(remainder(whole, [part(10, 20), part(21, 30)], 500)).toBeNull();
    expect(remainder(whole, [part(10, 50)], 500)).toBeNull();
    expect(remainder(whole, [part(10, 20, 301)], 500)).toBeNull();
    expect(remainder({ ...whole, speedBps: 1 }, [part(10, 20)], 500)).toBeNull();
  });
});
