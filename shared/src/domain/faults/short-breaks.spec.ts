import { confirmMs, judgeLine, LINE_RULE, type LinePiece, withShortBreaks } from './line-troubles.js';

describe('breaks that no reading saw', () => {
  const well = (from: number, to: number | null): LinePiece => ({ state: 'WELL', from, to });

  it('are moments at which the line was down, within the time in which it was well', () => {
    const pieces: LinePiece[] = [well(0, 10), { state: 'DOWN', from: 10, to: 20 }, well(20, null)];
    expect(withShortBreaks(pieces, [30, 5, 15, 30])).toEqual([
      well(0, 5),
      { state: 'DOWN', from: 5, to: 5 },
      well(5, 10),
      { state: 'DOWN', from: 10, to: 20 },
      well(20, 30),
      { state: 'DOWN', from: 30, to: 30 },
      well(30, null),
    ]);
  });

  it('make a line flap, and are never told as a line that is down', () => {
    const minute = 60_000;
    const broken = [1, 2, 3].map((index) => index * minute);
    const view = { now: 4 * minute, heardAt: 4 * minute, speaksUntil: 5 * minute, toldAt: broken };
    const rule = { ...LINE_RULE, confirmMs: confirmMs(minute) };
    const kinds = judgeLine(withShortBreaks([well(0, null)], broken), view, rule).troubles.map(({ kind }) => kind);
    expect(kinds).toEqual(['FLAPPING']);
  });
});
