import { interfaceDifferences } from './interface-differences.js';
import type { InterfaceFacts } from './interface-facts.js';

function anInterface(ifIndex: number, overrides: Partial<InterfaceFacts> = {}): InterfaceFacts {
  const facts = { ifName: `ge-0/${String(ifIndex)}`, ifAlias: '', ifType: 6, speedBps: 1_000_000_000 };
  return { ifIndex, ...facts, hasWideCounters: true, duplex: null, card: 'LPU SN1', ...overrides };
}

const told = (before: readonly InterfaceFacts[], after: readonly InterfaceFacts[]): string[] =>
  interfaceDifferences(before, after).map(
    ({ change, ifName, before: old, after: now }) => `${change} ${ifName} ${old ?? '-'} ${now ?? '-'}`,
  );

describe('The interfaces of a device, one time and the next', () => {
  it('are the same when nothing changed, in whatever order they come', () => {
    const all = [anInterface(1), anInterface(2)];
    expect(told(all, all.toReversed())).toEqual([]);
  });

  it('are known by their names when all indexes are given anew', () => {
    const before = [anInterface(1, { ifName: 'a' }), anInterface(2, { ifName: 'b' })];
    const after = [anInterface(1, { ifName: 'b' }), anInterface(2, { ifName: 'a' })];
    expect(told(before, after)).toEqual(['RENUMBERED b 2 1', 'RENUMBERED a 1 2']);
  });

  it('come, go and change', () => {
    const before = [anInterface(1), anInterface(2)];
    const after = [anInterface(1, { ifAlias: 'CS/1', speedBps: null, card: 'LPU SN2', ifType: 117 }), anInterface(3)];
    expect(told(before, after)).toEqual([
      'GONE ge-0/2 ifIndex 2 -',
      'ALIAS_CHANGED ge-0/1  CS/1',
      'SPEED_CHANGED ge-0/1 1000000000 -',
      'TYPE_CHANGED ge-0/1 6 117',
      'CARD_SWAPPED ge-0/1 LPU SN1 LPU SN2',
      'APPEARED ge-0/3 - ifIndex 3',
    ]);
  });

  it('of one name are told apart by their indexes', () => {
    const twins = [anInterface(1, { ifName: 'x' }), anInterface(2, { ifName: 'x' })];
    expect(told(twins, twins)).toEqual([]);
    expect(told(twins, [twins[0] ?? anInterface(1), anInterface(2, { ifName: 'y' })])).toContain(
      'APPEARED y - ifIndex 2',
    );
  });
});
