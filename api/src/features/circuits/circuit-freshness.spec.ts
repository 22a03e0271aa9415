import { presentCircuit, presentEnd, type StoredState } from './circuit-freshness.js';

const NOW = 1_800_000_000_000;
const INTERVAL_S = 10;
const FRESH = NOW - 25_000;
const STALE = FRESH - 1;

function aState(overrides: Partial<StoredState> = {}): StoredState {
  return { status: 'running', since: 1_000, sampleAt: FRESH, inBps: 5, outBps: 6, ...overrides };
}

describe('what may be said of a circuit now', () => {
  it('is what was stored, as long as every watched end was read within 2.5 intervals', () => {
    expect(presentCircuit(aState(), [FRESH, FRESH], INTERVAL_S, NOW)).toEqual({
      status: 'running',
      since: 1_000,
      inBps: 5,
      outBps: 6,
    });
  });

  it('is unknown since the poll that gave nothing, when one end of a running circuit fell silent', () => {
    const present = presentCircuit(aState(), [FRESH, STALE], INTERVAL_S, NOW);

    expect([present.status, present.since]).toEqual(['unknown', STALE + 10_000]);
  });

  for (const status of ['failed', 'degraded']) {
    it(`stays ${status} while one end can still say so, and is unknown when none can`, () => {
      expect(presentCircuit(aState({ status }), [STALE, FRESH], INTERVAL_S, NOW).status).toBe(status as 'failed');
      expect(presentCircuit(aState({ status }), [STALE, STALE], INTERVAL_S, NOW).status).toBe('unknown');
    });
  }

  it('is unknown since no moment that could be named, where an end was never read', () => {
    const present = presentCircuit(aState(), [FRESH, null], INTERVAL_S, NOW);

    expect([present.status, present.since]).toEqual(['unknown', null]);
  });

  it('never runs where nobody watches any end', () => {
    expect(presentCircuit(aState(), [], INTERVAL_S, NOW).status).toBe('unknown');
  });

  it('does not age where the life cycle says stopped', () => {
    expect(presentCircuit(aState({ status: 'stopped' }), [null, null], INTERVAL_S, NOW).status).toBe('stopped');
  });

  it('keeps since when it is unknown', () => {
    expect(presentCircuit(aState({ status: 'unknown' }), [STALE], INTERVAL_S, NOW).since).toBe(1_000);
  });

  it('has no rates of now without a fresh reading of the end they were taken at', () => {
    const present = presentCircuit(aState({ status: 'failed', sampleAt: STALE }), [STALE, FRESH], INTERVAL_S, NOW);

    expect([present.status, present.inBps, present.outBps]).toEqual(['failed', null, null]);
  });

  it('is unknown, and never was anything else, before the first reading', () => {
    const never = aState({ status: null, since: null, sampleAt: null, inBps: null, outBps: null });

    expect(presentCircuit(never, [null, null], INTERVAL_S, NOW)).toEqual({
      status: 'unknown',
      since: null,
      inBps: null,
      outBps: null,
    });
  });
});

describe('what may be said of an end now', () => {
  it('is what its port said, as long as the reading is fresh', () => {
    expect(presentEnd(aState({ status: 'DOWN' }), INTERVAL_S, NOW).status).toBe('DOWN');
  });

  it('is unknown without a fresh reading, neither up nor down', () => {
    expect(presentEnd(aState({ status: 'UP', sampleAt: STALE }), INTERVAL_S, NOW)).toEqual({
      status: 'UNKNOWN',
      since: STALE + 10_000,
      inBps: null,
      outBps: null,
    });
  });
});
