import fc from 'fast-check';
import {
  confirmMs,
  judgeLine,
  LINE_RULE,
  type LineJudgement,
  type LinePiece,
  type LineState,
  type LineTrouble,
} from './line-troubles.js';

const S = 1_000;
const RULE = { ...LINE_RULE, confirmMs: confirmMs(10 * S) };

/** States with how long each lasted, in seconds; the last one still holds. */
function historyOf(...stays: readonly (readonly [LineState, number])[]): LinePiece[] {
  let at = 0;
  return stays.map(([state, seconds], index) => {
    const from = at;
    at += seconds * S;
    return { state, from, to: index === stays.length - 1 ? null : at };
  });
}

function lookedAt(
  pieces: readonly LinePiece[],
  seconds: number,
  heardAt = seconds,
  toldAt: number[] = [],
): LineJudgement {
  const view = { now: seconds * S, heardAt: heardAt * S, speaksUntil: (heardAt + 10) * S };
  return judgeLine(pieces, { ...view, toldAt: toldAt.map((at) => at * S) }, RULE);
}

const short = ({ kind, from, to }: LineTrouble): [string, number, number | null] => [
  kind,
  from / S,
  to === null ? null : to / S,
];
const troublesAt = (pieces: readonly LinePiece[], seconds: number): [string, number, number | null][] =>
  lookedAt(pieces, seconds).troubles.map(short);

describe('The troubles of a line', () => {
  it('has none of a break of three seconds', () => {
    expect(troublesAt(historyOf(['WELL', 100], ['DOWN', 3], ['WELL', 1]), 500)).toEqual([]);
  });

  it('is down when it has been so for the hold and was read so', () => {
    const history = historyOf(['WELL', 100], ['DOWN', 1]);
    expect(lookedAt(history, 129)).toEqual({ troubles: [], lookAt: 134 * S });
    expect(lookedAt(history, 140, 110)).toEqual({ troubles: [], lookAt: 145 * S });
    expect(lookedAt(history, 140, 130)).toEqual({
      troubles: [{ kind: 'DOWN', from: 100 * S, confirmedAt: 130 * S, to: null, badTo: null, wellFrom: null }],
      lookAt: null,
    });
  });

  it('is believed after one reading when the device said it by itself', () => {
    const history = historyOf(['WELL', 100], ['DOWN', 1]);
    expect(lookedAt(history, 130, 101, [100]).troubles.map(short)).toEqual([['DOWN', 100, null]]);
    expect(lookedAt(history, 130, 101, [20]).troubles).toEqual([]);
  });

  it('waits for two readings of a port that is polled rarely', () => {
    expect([confirmMs(10 * S), confirmMs(60 * S), confirmMs(300 * S)]).toEqual([30 * S, 54 * S, 270 * S]);
  });

  it('is over when it was well for a minute, from the begin of that minute', () => {
    const history = historyOf(['DOWN', 100], ['WELL', 1]);
    expect(lookedAt(history, 159)).toEqual(jasmine.objectContaining({ lookAt: 160 * S }));
    expect(troublesAt(history, 159)).toEqual([['DOWN', 0, null]]);
    expect(troublesAt(history, 160)).toEqual([['DOWN', 0, 100]]);
  });

  it('is not over because nothing is heard of it any more', () => {
    const history = historyOf(['DOWN', 100], ['WELL', 1]);
    expect(lookedAt(history, 200, 120).troubles.map(short)).toEqual([['DOWN', 0, null]]);
    expect(lookedAt(history, 200, 120).lookAt).toBe(205 * S);
    expect(lookedAt(history, 200, 150).troubles.map(short)).toEqual([['DOWN', 0, 100]]);
  });

  it('tells up to when it was seen, and when it was first seen to be over, be that too short to count', () => {
    const history = historyOf(['DOWN', 100], ['WELL', 40], ['UNKNOWN', 80], ['WELL', 60]);
    const seen = (stays: number, seconds: number): unknown =>
      lookedAt(history.slice(0, stays), seconds).troubles.map(({ to, badTo, wellFrom }) => [to, badTo, wellFrom]);
    expect(seen(1, 90)).toEqual([[null, 100 * S, null]]);
    expect(seen(3, 221)).toEqual([[null, 100 * S, 100 * S]]);
    expect(seen(4, 221)).toEqual([[null, 100 * S, 100 * S]]);
    expect(seen(4, 280)).toEqual([[220 * S, 100 * S, 100 * S]]);
    const silent = historyOf(['DOWN', 100], ['UNKNOWN', 80], ['WELL', 1]);
    expect(lookedAt(silent, 200).troubles).toEqual([
      { kind: 'DOWN', from: 0, confirmedAt: 30 * S, to: null, badTo: 100 * S, wellFrom: 180 * S },
    ]);
  });

  it('is one trouble through a short recovery and through silence', () => {
    expect(troublesAt(historyOf(['DOWN', 100], ['WELL', 20], ['DOWN', 10]), 200)).toEqual([['DOWN', 0, null]]);
    expect(troublesAt(historyOf(['DOWN', 100], ['UNKNOWN', 900], ['DOWN', 10]), 1_100)).toEqual([['DOWN', 0, null]]);
  });

  it('is neither begun nor ended by silence', () => {
    expect(troublesAt(historyOf(['WELL', 10], ['UNKNOWN', 1]), 5_000)).toEqual([]);
    expect(troublesAt(historyOf(['DOWN', 100], ['UNKNOWN', 1]), 5_000)).toEqual([['DOWN', 0, null]]);
  });

  it('is over at once when the line was shut or stopped', () => {
    expect(troublesAt(historyOf(['DOWN', 100], ['QUIET', 1]), 101)).toEqual([['DOWN', 0, 100]]);
  });

  it('is degraded as long as a leg is missing, also while it is down meanwhile', () => {
    const history = historyOf(['DEGRADED', 100], ['DOWN', 100], ['DEGRADED', 100], ['WELL', 1]);
    expect(troublesAt(history, 500)).toEqual([
      ['DEGRADED', 0, 300],
      ['DOWN', 100, 200],
    ]);
  });

  it('flaps with the third break in a short time, and says so once until it was quiet', () => {
    const flap: [LineState, number][] = [
      ['DOWN', 15],
      ['WELL', 15],
    ];
    const history = historyOf(...Array.from({ length: 10 }, () => flap).flat(), ['WELL', 1]);
    const [flapping, ...others] = lookedAt(history, 400).troubles;
    expect(others).toEqual([]);
    expect(flapping).toEqual({
      ...{ kind: 'FLAPPING', from: 60 * S, confirmedAt: 60 * S, to: null },
      ...{ badTo: 285 * S, wellFrom: 285 * S },
    });
    const quietAt = lookedAt(history, 400).lookAt ?? 0;
    expect(quietAt).toBeGreaterThan(2_000 * S);
    expect(troublesAt(history, Math.ceil(quietAt / S))).toEqual([['FLAPPING', 60, quietAt / S]]);
  });

  it('is told as down when it stays down, however often it went up and down before', () => {
    const history = historyOf(['DOWN', 10], ['WELL', 10], ['DOWN', 10], ['WELL', 10], ['DOWN', 1]);
    expect(troublesAt(history, 120)).toEqual([['FLAPPING', 40, null]]);
    expect(troublesAt(history, 340)).toEqual([
      ['DOWN', 40, null],
      ['FLAPPING', 40, null],
    ]);
  });

  const histories = fc
    .array(
      fc.tuple(
        fc.constantFrom<LineState>('DOWN', 'DEGRADED', 'WELL', 'QUIET', 'UNKNOWN'),
        fc.integer({ min: 1, max: 400 }),
      ),
      { minLength: 1, maxLength: 40 },
    )
    .map((stays) => historyOf(...stays));

  it('never has two troubles of a kind at once, nor one that ends before it is certain of anything', () => {
    fc.assert(
      fc.property(histories, fc.integer({ min: 0, max: 20_000 }), (history, seconds) => {
        const last: Record<string, number> = {};
        for (const { kind, from, to } of lookedAt(history, seconds + 16_000).troubles) {
          expect(from).toBeGreaterThanOrEqual(last[kind] ?? 0);
          if (to !== null) expect(to).toBeGreaterThan(from);
          last[kind] = to ?? Number.POSITIVE_INFINITY;
        }
      }),
    );
  });

  it('changes between two looks only where time or the history makes it so', () => {
    fc.assert(
      fc.property(histories, fc.integer({ min: 1, max: 600 }), (history, later) => {
        const end = (history.at(-1)?.from ?? 0) / S + 1;
        const { troubles, lookAt } = lookedAt(history, end);
        const next = end + later;
        if (lookAt === null || lookAt > next * S) expect(lookedAt(history, next).troubles).toEqual(troubles);
      }),
    );
  });
});
