import type { DemoIncident } from '@linewatch/shared/demo';
import { circuitPast, disturbances, portPast } from './demo-states.js';

const NOW = 1_800_000_000_000;
const MINUTE = 60_000;

function anIncident(overrides: Partial<DemoIncident> = {}): DemoIncident {
  return { circuit: 'C 1', side: 'A', startMinutesAgo: 100, minutes: 10, kind: 'OUTAGE', ...overrides };
}

function told(incidents: readonly DemoIncident[], fromMinutesAgo = 1_000): [number, number, string][] {
  return disturbances(incidents, 'C 1', 'A', [NOW - fromMinutesAgo * MINUTE, NOW], NOW).map(({ from, to, kind }) => [
    (NOW - from) / MINUTE,
    (NOW - to) / MINUTE,
    kind,
  ]);
}

describe('what disturbed an end', () => {
  it('is what happened to this end of this circuit, oldest first', () => {
    const incidents = [
      anIncident({ startMinutesAgo: 50 }),
      anIncident(),
      anIncident({ side: 'Z' }),
      anIncident({ circuit: 'C 2' }),
    ];

    expect(told(incidents)).toEqual([
      [100, 90, 'OUTAGE'],
      [50, 40, 'OUTAGE'],
    ]);
  });

  it('is cut by the begin of the history and by the present', () => {
    expect(told([anIncident({ minutes: 500 })], 95)).toEqual([[95, 0, 'OUTAGE']]);
    expect(told([anIncident({ minutes: 5 })], 60)).toEqual([]);
  });

  it('never overlaps: of two at once the first counts', () => {
    expect(
      told([anIncident({ minutes: 30 }), anIncident({ startMinutesAgo: 80, minutes: 20, kind: 'NO_DATA' })]),
    ).toEqual([
      [100, 70, 'OUTAGE'],
      [70, 60, 'NO_DATA'],
    ]);
  });
});

describe('the past of a port', () => {
  it('is up but for what disturbed it, without a hole', () => {
    const past = portPast(
      [
        { from: 10, to: 20, kind: 'OUTAGE' },
        { from: 20, to: 25, kind: 'NO_DATA' },
        { from: 40, to: 50, kind: 'WORK' },
      ],
      0,
      50,
    );

    expect(past.map(({ status, from, to, evidence }) => [status, from, to, evidence])).toEqual([
      ['UP', 0, 10, 'POLL'],
      ['DOWN', 10, 20, 'POLL'],
      ['UNKNOWN', 20, 25, 'SILENCE'],
      ['UP', 25, 40, 'POLL'],
      ['DOWN', 40, 50, 'WORK'],
    ]);
  });
});

describe('the past of a circuit', () => {
  const a = { side: 'A' as const, past: portPast([{ from: 10, to: 30, kind: 'OUTAGE' }], 0, 100) };
  const z = { side: 'Z' as const, past: portPast([{ from: 20, to: 40, kind: 'NO_DATA' }], 0, 100) };

  it('in series is failed while one end is down, and unknown while one is silent and none is down', () => {
    expect(
      circuitPast({ composeMode: 'SERIES' }, [a, z]).map(({ status, from, to, sides, evidence }) => [
        status,
        from,
        to,
        sides,
        evidence,
      ]),
    ).toEqual([
      ['running', 0, 10, '', 'POLL'],
      ['failed', 10, 20, 'A', 'POLL'],
      ['failed', 20, 30, 'A,Z', 'POLL'],
      ['unknown', 30, 40, 'Z', 'SILENCE'],
      ['running', 40, 100, '', 'POLL'],
    ]);
  });

  it('in parallel is degraded while one leg is down', () => {
    const whole = { side: 'Z' as const, past: portPast([], 0, 100) };

    expect(circuitPast({ composeMode: 'PARALLEL' }, [a, whole]).map(({ status }) => status)).toEqual([
      'running',
      'degraded',
      'running',
    ]);
  });

  it('is none without a watched end', () => {
    expect(circuitPast({ composeMode: 'SERIES' }, [])).toEqual([]);
  });
});
