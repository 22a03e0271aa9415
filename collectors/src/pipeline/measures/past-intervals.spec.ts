import { PastIntervals } from './past-intervals.js';

const QUARTER_S = 900;
const NOON_S = Date.UTC(2026, 10, 21, 12, 0, 0) / 1_000;

/** What is wanted when `elapsedS` of the quarter that began at `start` are over. */
function wantedOf(past: PastIntervals, startS: number, elapsedS: number, valid = 96, most = 8) {
  return past.wanted((startS + elapsedS) * 1_000, { elapsedS, valid }, most);
}

describe('The past quarters of an hour of a line', () => {
  let past: PastIntervals;

  beforeEach(() => {
    past = new PastIntervals();
    past.noteRead(wantedOf(past, NOON_S, 30));
  });

  it('are fetched once as they are, and once more as final', () => {
    expect(wantedOf(past, NOON_S, 90)).toEqual([]);

    const next = wantedOf(past, NOON_S + QUARTER_S, 30);
    expect(next).toEqual([
      { number: 2, slot: NOON_S - QUARTER_S, isFinal: true },
      { number: 1, slot: NOON_S, isFinal: false },
    ]);
    past.noteRead(next);
    expect(wantedOf(past, NOON_S + QUARTER_S, 60)).toEqual([]);
  });

  it('of a line that was never read go no further back than one message', () => {
    const first = wantedOf(new PastIntervals(), NOON_S, 30);
    expect(first.map(({ number }) => number)).toEqual([8, 7, 6, 5, 4, 3, 2, 1]);
    expect(wantedOf(new PastIntervals(), NOON_S, 30, 2).map(({ number }) => number)).toEqual([2, 1]);
    expect(wantedOf(new PastIntervals(), NOON_S, 30, 0)).toEqual([]);
  });

  it('that were missed in a long break follow, oldest first', () => {
    const later = NOON_S + 20 * QUARTER_S;
    const slots: number[] = [];
    for (let round = 0; round < 4; round += 1) {
      const wanted = wantedOf(past, later, 30 + round);
      slots.push(...wanted.map(({ slot }) => slot));
      past.noteRead(wanted);
    }
    const missed = Array.from({ length: 21 }, (_, number) => NOON_S + (number - 1) * QUARTER_S);
    expect(slots).toEqual(missed);
  });

  it('wait until the agent has had time to fill its table', () => {
    expect(wantedOf(past, NOON_S + QUARTER_S, 3)).toEqual([]);
  });

  it('are left alone when the agent talks nonsense of its time', () => {
    expect(wantedOf(past, NOON_S + QUARTER_S, 5_000)).toEqual([]);
    expect(wantedOf(past, NOON_S + QUARTER_S, -30)).toEqual([]);
  });

  it('that the device refused are asked again when the next one has ended', () => {
    expect(wantedOf(past, NOON_S + QUARTER_S, 30).length).toBe(2);
    past.giveUp();
    expect(wantedOf(past, NOON_S + QUARTER_S, 60)).toEqual([]);
    expect(wantedOf(past, NOON_S + 2 * QUARTER_S, 30).map(({ number, isFinal }) => [number, isFinal])).toEqual([
      [3, true],
      [2, true],
      [1, false],
    ]);
  });

  it('keep their quarter although the clock of the device drifts across the middle of two', () => {
    const halfway = NOON_S + QUARTER_S / 2;
    const device = new PastIntervals();
    const slots = [-2, 1, -1, 2].flatMap((driftS, quarter) => {
      const wanted = wantedOf(device, halfway + quarter * QUARTER_S + driftS, 30);
      device.noteRead(wanted);
      return wanted.filter(({ isFinal }) => !isFinal).map(({ slot }) => slot);
    });
    expect(slots.map((slot) => (slot - (slots[0] ?? 0)) / QUARTER_S)).toEqual([0, 1, 2, 3]);
  });
});
