import fc from 'fast-check';
import { portHistory, type PortSample } from './port-transitions.js';

const INTERVAL_MS = 10_000;

function up(takenAt: number, lastChangeAt: number | null = null): PortSample {
  return { takenAt, status: 'UP', lastChangeAt };
}

function down(takenAt: number, lastChangeAt: number | null = null): PortSample {
  return { takenAt, status: 'DOWN', lastChangeAt };
}

function told(samples: readonly PortSample[], judgedAt: number | null = null): string[] {
  return portHistory(samples, INTERVAL_MS, judgedAt).map(
    ({ status, from, to, evidence }) => `${status} ${String(from)}..${String(to ?? '')} ${evidence}`,
  );
}

describe('portHistory', () => {
  it('lets a state hold from its reading until the next', () => {
    expect(told([up(0), up(10_000), down(20_000), down(30_000), up(40_000)])).toEqual([
      'UP 0..20000 POLL',
      'DOWN 20000..40000 POLL',
      'UP 40000.. POLL',
    ]);
  });

  it('puts a change where the agent says it was, if that lies between the two readings', () => {
    expect(told([up(0), down(10_000, 4_500), up(20_000, 18_250)])).toEqual([
      'UP 0..4500 POLL',
      'DOWN 4500..18250 POLL',
      'UP 18250.. POLL',
    ]);
  });

  for (const { name, at } of [
    { name: 'before the older reading', at: -1 },
    { name: 'at the older reading', at: 0 },
    { name: 'after the newer reading', at: 10_001 },
  ]) {
    it(`does not believe a change ${name}`, () => {
      expect(told([up(0), down(10_000, at)])).toEqual(['UP 0..10000 POLL', 'DOWN 10000.. POLL']);
    });
  }

  it('knows nothing of a silence, from one interval after the last reading on', () => {
    expect(told([up(0), up(25_001)])).toEqual(['UP 0..10000 POLL', 'UNKNOWN 10000..25001 SILENCE', 'UP 25001.. POLL']);
  });

  it('overlooks a poll or two that failed', () => {
    expect(told([up(0), up(25_000)])).toEqual(['UP 0.. POLL']);
  });

  it('ends a silence where the agent says the new state began', () => {
    expect(told([up(0), down(60_000, 40_000)])).toEqual([
      'UP 0..10000 POLL',
      'UNKNOWN 10000..40000 SILENCE',
      'DOWN 40000.. POLL',
    ]);
  });

  it('has no silence at all where the new state began before it', () => {
    expect(told([up(0), down(60_000, 5_000)])).toEqual(['UP 0..5000 POLL', 'DOWN 5000.. POLL']);
  });

  it('calls a port silent when its last reading is too old', () => {
    expect(told([up(0)], 25_000)).toEqual(['UP 0.. POLL']);
    expect(told([up(0)], 25_001)).toEqual(['UP 0..10000 POLL', 'UNKNOWN 10000.. SILENCE']);
  });

  it('keeps what was never known as one piece', () => {
    const unknown: PortSample = { takenAt: 0, status: 'UNKNOWN', lastChangeAt: null };
    expect(told([unknown, up(90_000)], 90_000)).toEqual(['UNKNOWN 0..90000 POLL', 'UP 90000.. POLL']);
  });

  it('makes a history without holes and overlaps of any readings, in which each reading is right', () => {
    fc.assert(
      fc.property(someSamples(), fc.option(fc.nat(400_000)), (samples, judgedAt) => {
        const pieces = portHistory(samples, INTERVAL_MS, judgedAt);
        expect(pieces[0]?.from).toBe(samples[0]?.takenAt);
        expect(pieces.at(-1)?.to).toBeNull();
        for (const [index, piece] of pieces.entries()) {
          const next = pieces[index + 1];
          if (next !== undefined) expect(piece.to).toBe(next.from);
          if (piece.to !== null) expect(piece.to).toBeGreaterThan(piece.from);
        }
        for (const { takenAt, status } of samples) {
          expect(pieces.findLast(({ from }) => from <= takenAt)?.status).toBe(status);
        }
      }),
    );
  });
});

function someSamples(): fc.Arbitrary<PortSample[]> {
  const sample = fc.record({
    takenAt: fc.nat(300_000),
    status: fc.constantFrom<PortSample['status'][]>('UP', 'DOWN', 'UNKNOWN', 'ADMIN_DOWN'),
    lastChangeAt: fc.option(fc.nat(300_000)),
  });
  return fc
    .uniqueArray(sample, { minLength: 1, maxLength: 20, selector: ({ takenAt }) => takenAt })
    .map((samples) => samples.toSorted((one, other) => one.takenAt - other.takenAt));
}
