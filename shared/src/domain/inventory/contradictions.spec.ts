import fc from 'fast-check';
import { demoNetwork } from '../../demo/index.js';
import {
  type BoundEnd,
  type Contradiction,
  type DeviceComparison,
  discoveredContradictions,
  isTooSlow,
  polledContradictions,
} from './contradictions.js';
import type { InterfaceFacts } from './interface-facts.js';

const GIGABIT = 1_000_000_000;

function anInterface(overrides: Partial<InterfaceFacts> = {}): InterfaceFacts {
  const facts = { ifIndex: 1, ifName: 'ge-0/1', ifAlias: '', ifType: 6, speedBps: GIGABIT, card: '' };
  return { ...facts, hasWideCounters: true, duplex: 'FULL', ...overrides };
}

function anEnd(overrides: Partial<BoundEnd> = {}): BoundEnd {
  const end = { endId: 'end', circuitId: 'circuit', circuitCode: 'CS/1', contractedBps: GIGABIT };
  return { ...end, portId: 7, ifName: 'ge-0/1', expectedAlias: 'CS/1', ...overrides };
}

function comparison(overrides: Partial<DeviceComparison> = {}): DeviceComparison {
  const nothing = { knownEngineId: null, engineId: null, freeEnds: [], circuitCodes: new Set(['CS/1', 'CS/2']) };
  return { deviceId: 'device', interfaces: [anInterface()], ends: [anEnd()], ...nothing, ...overrides };
}

const kindsOf = (found: readonly Contradiction[]): string[] => found.map(({ kind }) => kind);

describe('A poll beside the inventory', () => {
  const polled = (ifIndex: number | null, speedBps: number | null) =>
    polledContradictions({ ...anEnd(), ifIndex, speedBps });

  it('shows a speed below what was sold, and judges that it is over', () => {
    expect(kindsOf(polled(1, 100_000_000).found)).toEqual(['SPEED_MISMATCH']);
    const { found, judged } = polled(1, GIGABIT);
    expect([found, judged]).toEqual([[], ['PORT_MISSING:end', 'SPEED_MISMATCH:end']]);
  });

  it('shows a port that is gone, and then says nothing of its speed', () => {
    const { found, judged } = polled(null, null);
    expect([kindsOf(found), judged]).toEqual([['PORT_MISSING'], ['PORT_MISSING:end']]);
  });

  it('does not judge a speed that the agent does not give', () => {
    expect(polled(1, null)).toEqual({ found: [], judged: ['PORT_MISSING:end'] });
  });

  it('takes an E1 whose ifHighSpeed is rounded to 2 for what it is', () => {
    expect(isTooSlow(2_000_000, 2_048_000)).toBeFalse();
    expect(isTooSlow(1_984_000, 2_048_000)).toBeTrue();
  });

  it('finds nothing in the demo’s world', () => {
    const { devices, circuits } = demoNetwork();
    const speeds = new Map(
      devices.flatMap(({ code, ports }) => ports.map((port) => [`${code} ${port.ifName}`, port.speedBps] as const)),
    );
    const slow = circuits.filter(({ ends, contractedBps }) =>
      ends.some(({ device, ifName }) => {
        const speed = speeds.get(`${device ?? ''} ${ifName ?? ''}`);
        return speed !== undefined && isTooSlow(speed, contractedBps);
      }),
    );
    expect(slow.map(({ code }) => code)).toEqual([]);
  });

  it('judges each thing that it finds, so that it can end', () => {
    const index = fc.option(fc.nat());
    const speed = fc.option(fc.nat());
    fc.assert(
      fc.property(index, speed, (ifIndex, speedBps) => {
        const { found, judged } = polled(ifIndex, speedBps);
        for (const { key } of found) expect(judged).toContain(key);
      }),
    );
  });
});

describe('A discovery beside the inventory', () => {
  const found = (overrides: Partial<DeviceComparison>): Contradiction[] =>
    discoveredContradictions(comparison(overrides));

  it('finds nothing where all is as it should be', () => {
    expect(found({ interfaces: [anInterface({ ifAlias: 'CS/1' })], knownEngineId: 'a', engineId: 'a' })).toEqual([]);
  });

  it('shows half duplex, and counters too narrow for the speed', () => {
    const wrong = anInterface({ duplex: 'HALF', hasWideCounters: false });
    expect(kindsOf(found({ interfaces: [wrong] }))).toEqual(['HALF_DUPLEX', 'NARROW_COUNTERS']);
    const slow = anInterface({ hasWideCounters: false, speedBps: 20_000_000 });
    expect(found({ interfaces: [slow], ends: [anEnd({ contractedBps: 10_000_000 })] })).toEqual([]);
  });

  it('shows an alias that names another circuit, or is other than was laid down', () => {
    const named = [anInterface({ ifAlias: 'CS/2' })];
    expect(kindsOf(found({ interfaces: named }))).toEqual(['ALIAS_MISMATCH']);
    expect(kindsOf(found({ interfaces: named, ends: [anEnd({ expectedAlias: null })] }))).toEqual(['ALIAS_MISMATCH']);
    const words = [anInterface({ ifAlias: 'to the bank' })];
    expect(kindsOf(found({ interfaces: words }))).toEqual(['ALIAS_MISMATCH']);
    expect(found({ interfaces: words, ends: [anEnd({ expectedAlias: null })] })).toEqual([]);
  });

  it('proposes the one interface that carries the code when the name is gone', () => {
    const moved = anInterface({ ifIndex: 4, ifName: 'xe-0/4', ifAlias: 'CS/1' });
    const [one, ...more] = found({ interfaces: [moved] });
    expect([one?.kind, more.length]).toEqual(['PORT_REBIND_NEEDED', 0]);
    expect(one?.proposal).toEqual({ ifName: 'xe-0/4', ifIndex: 4, endIds: ['end'] });
    expect(found({ interfaces: [moved, { ...moved, ifIndex: 5, ifName: 'xe-0/5' }] })).toEqual([]);
    expect(found({ interfaces: [{ ...moved, ifAlias: '' }] })).toEqual([]);
  });

  it('proposes an end that has no port, but none on an interface that serves somebody', () => {
    const freeEnds = [{ endId: 'free', circuitId: 'other', circuitCode: 'CS/2' }];
    const free = anInterface({ ifIndex: 2, ifName: 'ge-0/2', ifAlias: 'CS/2' });
    expect(kindsOf(found({ interfaces: [anInterface(), free], freeEnds }))).toEqual(['END_PROPOSED']);
    const served = [anEnd(), anEnd({ endId: 'e2', circuitId: 'c2', ifName: 'ge-0/2', expectedAlias: null })];
    expect(kindsOf(found({ interfaces: [anInterface(), free], freeEnds, ends: served }))).toEqual(['ALIAS_MISMATCH']);
  });

  it('shows another engine, but not the first one', () => {
    expect(kindsOf(found({ knownEngineId: 'a', engineId: 'b' }))).toEqual(['ENGINE_CHANGED']);
    expect(found({ knownEngineId: null, engineId: 'b' })).toEqual([]);
    expect(found({ knownEngineId: 'a', engineId: null })).toEqual([]);
  });

  it('gives each contradiction a key of its own', () => {
    const kinds = ['ge-0/1', 'ge-0/2', 'gone'];
    const arbitrary = fc.array(
      fc.record({
        ifIndex: fc.nat(9),
        ifName: fc.constantFrom('ge-0/1', 'ge-0/2', 'xe-1'),
        ifAlias: fc.constantFrom('', 'CS/1', 'CS/2', 'CS/3'),
        duplex: fc.constantFrom('HALF' as const, 'FULL' as const, null),
        hasWideCounters: fc.boolean(),
      }),
    );
    fc.assert(
      fc.property(arbitrary, (rows) => {
        const ends = kinds.map((ifName, at) => anEnd({ endId: `e${String(at)}`, circuitId: `c${String(at)}`, ifName }));
        const keys = found({ interfaces: rows.map(anInterface), ends }).map(({ key }) => key);
        expect(new Set(keys).size).toBe(keys.length);
      }),
    );
  });
});
