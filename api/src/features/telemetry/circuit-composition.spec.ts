import fc from 'fast-check';
import { circuitRates, composeHistory, composeStatus, type EndHistory, endsReadAt } from './circuit-composition.js';
import type { Piece } from './state-history.js';

const SERIES = { composeMode: 'SERIES', state: 'active' } as const;
const PARALLEL = { composeMode: 'PARALLEL', state: 'active' } as const;

function piece(status: string, from: number, to: number | null, evidence = 'POLL'): Piece {
  return { status, from, to, sides: '', evidence };
}

describe('composeHistory', () => {
  const ends: EndHistory[] = [
    { side: 'A', pieces: [piece('UP', 0, 20), piece('DOWN', 20, 40), piece('UP', 40, null)] },
    { side: 'Z', pieces: [piece('UP', 0, 30), piece('DOWN', 30, 50), piece('UP', 50, null)] },
  ];

  it('breaks a line in series while either end is down, and names the ends', () => {
    expect(composeHistory(ends, SERIES, 0, null)).toEqual([
      { status: 'running', from: 0, to: 20, sides: '', evidence: 'POLL' },
      { status: 'failed', from: 20, to: 30, sides: 'A', evidence: 'POLL' },
      { status: 'failed', from: 30, to: 40, sides: 'A,Z', evidence: 'POLL' },
      { status: 'failed', from: 40, to: 50, sides: 'Z', evidence: 'POLL' },
      { status: 'running', from: 50, to: null, sides: '', evidence: 'POLL' },
    ]);
  });

  it('only degrades a protected line until both ends are down', () => {
    expect(composeHistory(ends, PARALLEL, 0, null).map(({ status, from }) => [status, from])).toEqual([
      ['running', 0],
      ['degraded', 20],
      ['failed', 30],
      ['degraded', 40],
      ['running', 50],
    ]);
  });

  it('knows nothing where an end has no history, and says that it was silence', () => {
    const late: EndHistory[] = [
      { side: 'A', pieces: [piece('UP', 0, null)] },
      { side: 'Z', pieces: [piece('UP', 15, null)] },
    ];
    expect(composeHistory(late, SERIES, 10, null)).toEqual([
      { status: 'unknown', from: 10, to: 15, sides: 'Z', evidence: 'SILENCE' },
      { status: 'running', from: 15, to: null, sides: '', evidence: 'POLL' },
    ]);
  });

  it('composes a stretch and nothing around it', () => {
    expect(composeHistory(ends, SERIES, 25, 45).map(({ from, to }) => [from, to])).toEqual([
      [25, 30],
      [30, 40],
      [40, 45],
    ]);
  });

  it('is at every moment what the ends are at that moment', () => {
    fc.assert(
      fc.property(someEnd('A'), someEnd('Z'), fc.nat(200), fc.constantFrom(SERIES, PARALLEL), (a, z, at, rule) => {
        const history = composeHistory([a, z], rule, 0, null);
        const now = [a, z].map((end) => ({
          side: end.side,
          status: end.pieces.findLast(({ from }) => from <= at)?.status as 'UP' | 'DOWN' | 'UNKNOWN',
        }));
        expect(history.findLast(({ from }) => from <= at)?.status).toBe(composeStatus(now, rule));
      }),
    );
  });
});

describe('composeStatus', () => {
  it('never runs while an end is unknown', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('UP', 'DOWN', 'STANDBY', 'TESTING', 'UNKNOWN'),
        fc.constantFrom(SERIES, PARALLEL),
        (other, rule) => {
          const ends = [
            { side: 'A', status: 'UNKNOWN' },
            { side: 'Z', status: other },
          ] as const;
          expect(composeStatus(ends, rule)).not.toBe('running');
        },
      ),
    );
  });

  it('is unknown when nobody watches any end', () => {
    expect(composeStatus([], SERIES)).toBe('unknown');
  });
});

describe('endsReadAt', () => {
  const at = (...times: (number | null)[]) => endsReadAt(times.map((sampleAt) => ({ sampleAt })));

  it('is from the end that was read longest ago to the one that was read last', () => {
    expect(at(7)).toEqual({ oldestEndAt: 7, newestEndAt: 7 });
    expect(at(7, 5, 6)).toEqual({ oldestEndAt: 5, newestEndAt: 7 });
  });

  it('has no begin while an end was never read, and nothing without one', () => {
    expect(at(7, null)).toEqual({ oldestEndAt: null, newestEndAt: 7 });
    expect(at(null, null)).toEqual({ oldestEndAt: null, newestEndAt: null });
    expect(at()).toEqual({ oldestEndAt: null, newestEndAt: null });
  });
});

describe('circuitRates', () => {
  const a = { side: 'A', sampleAt: 5, inBps: 30, outBps: 60 } as const;
  const z = { side: 'Z', sampleAt: 7, inBps: 61, outBps: 31 } as const;

  it('are those of the A end', () => {
    expect(circuitRates([a, z], 100)).toEqual({ sampleAt: 5, inBps: 30, outBps: 60, utilisation: 60 });
  });

  it('are the Z end mirrored when nobody watches the A end', () => {
    expect(circuitRates([z], 100)).toEqual({ sampleAt: 7, inBps: 31, outBps: 61, utilisation: 61 });
  });

  it('are added up where a side has several ports, and not known while one of them is not', () => {
    const second = { side: 'A', sampleAt: 6, inBps: 10, outBps: 20 } as const;
    expect(circuitRates([a, second, z], 100)).toEqual({ sampleAt: 6, inBps: 40, outBps: 80, utilisation: 80 });
    const silent = { ...second, inBps: null, outBps: null };
    expect(circuitRates([a, silent, z], 100)).toEqual({ sampleAt: 6, inBps: null, outBps: null, utilisation: null });
    const neverRead = { ...silent, sampleAt: null };
    expect(circuitRates([a, neverRead, z], 100)).toEqual({ sampleAt: 5, inBps: 30, outBps: 60, utilisation: 60 });
  });

  it('are nothing when there is no rate or no contracted bandwidth', () => {
    expect(circuitRates([{ ...a, inBps: null, outBps: null }], 100).utilisation).toBeNull();
    expect(circuitRates([a], 0).utilisation).toBeNull();
    expect(circuitRates([], 100).sampleAt).toBeNull();
  });
});

function someEnd(side: 'A' | 'Z'): fc.Arbitrary<EndHistory> {
  const states = fc.array(fc.tuple(fc.integer({ min: 1, max: 50 }), fc.constantFrom('UP', 'DOWN', 'UNKNOWN')), {
    minLength: 1,
    maxLength: 6,
  });
  return states.map((steps) => {
    let from = 0;
    const pieces = steps.map(([length, status], index) => {
      const begin = from;
      from += length;
      return piece(status, begin, index === steps.length - 1 ? null : from);
    });
    return { side, pieces };
  });
}
