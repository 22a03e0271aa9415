import fc from 'fast-check';
import { compareNeeds, type CustomerStanding, isAtRisk, type Need, NEEDS, needsOf, type StatedNeed } from './needs.js';

const HEALTHY: CustomerStanding = {
  down: 0,
  degraded: 0,
  unknown: 0,
  openFaults: 0,
  openTickets: 0,
  breachedTickets: 0,
  openCallBacks: 0,
  lateCallBacks: 0,
  missedLines: 0,
  tightest: null,
  ratings: { sum: 0, count: 0 },
  contractEndsInDays: null,
};

describe('what a customer needs its account manager for', () => {
  const TABLE: readonly (readonly [string, Partial<CustomerStanding>, readonly (readonly [Need, number])[]])[] = [
    ['nothing, when all is well', {}, []],
    ['nothing, for contracts that end much later', { contractEndsInDays: 91 }, []],
    ['nothing, for a contract that has ended', { contractEndsInDays: -1 }, []],
    ['a contract on the last day of the notice', { contractEndsInDays: 90 }, [['CONTRACT_ENDS', 90]]],
    ['a contract that ends today', { contractEndsInDays: 0 }, [['CONTRACT_ENDS', 0]]],
    ['circuits that are down, without their faults a second time', { down: 2, openFaults: 2 }, [['LINES_DOWN', 2]]],
    ['faults of circuits that run', { openFaults: 1 }, [['FAULTS_OPEN', 1]]],
    [
      'each ticket once',
      { openTickets: 3, breachedTickets: 1 },
      [
        ['CLOCKS_BREACHED', 1],
        ['TICKETS_OPEN', 2],
      ],
    ],
    [
      'late calls before those due',
      { openCallBacks: 3, lateCallBacks: 1 },
      [
        ['CALL_BACKS_LATE', 1],
        ['CALL_BACKS_DUE', 2],
      ],
    ],
    ['no minutes that are plenty', { tightest: { allowedS: 1_000, leftS: 200 } }, []],
    ['minutes that are tight', { tightest: { allowedS: 1_000, leftS: 199 } }, [['SLA_TIGHT', 19]]],
    ['the last second', { tightest: { allowedS: 1_000, leftS: 0 } }, [['SLA_TIGHT', 0]]],
    ['a missed target once', { missedLines: 1, tightest: { allowedS: 10, leftS: -1 } }, [['SLA_MISSED', 1]]],
    ['no mean of 3.5', { ratings: { sum: 7, count: 2 } }, []],
    ['a mean below 3.5, rounded down', { ratings: { sum: 10, count: 3 } }, [['UNSATISFIED', 33]]],
  ];
  for (const [title, change, expected] of TABLE) {
    it(`is ${title}`, () => {
      const needs = needsOf({ ...HEALTHY, ...change });
      expect(needs.map(({ need, value }): readonly [Need, number] => [need, value])).toEqual([...expected]);
    });
  }

  it('puts at risk who was promised something that is broken, not whose contract ends', () => {
    const isRisky = (change: Partial<CustomerStanding>): boolean => isAtRisk(needsOf({ ...HEALTHY, ...change }));
    expect([isRisky({ breachedTickets: 1, openTickets: 1 }), isRisky({ missedLines: 1 })]).toEqual([true, true]);
    expect([isRisky({ contractEndsInDays: 5 }), isRisky({ openTickets: 9 }), isRisky({})]).toEqual([
      false,
      false,
      false,
    ]);
  });
});

describe('the order of a portfolio', () => {
  it('puts a customer in need above a healthy one (AMG4)', () => {
    const [risky, healthy] = [needsOf({ ...HEALTHY, unknown: 1 }), needsOf(HEALTHY)];
    expect([compareNeeds(risky, healthy), compareNeeds(healthy, risky)]).toEqual([-1, 1]);
  });

  it('lets the most pressing reason decide, then its number, then the next reason', () => {
    const customers: Readonly<Record<string, Partial<CustomerStanding>>> = {
      fine: {},
      ends90: { contractEndsInDays: 90 },
      ends10: { contractEndsInDays: 10 },
      manyTickets: { openTickets: 40 },
      tight15: { tightest: { allowedS: 100, leftS: 15 } },
      tight5: { tightest: { allowedS: 100, leftS: 5 } },
      oneDown: { down: 1 },
      oneDownAndLate: { down: 1, breachedTickets: 1, openTickets: 1 },
      twoDown: { down: 2 },
    };
    const order = Object.keys(customers).sort((a, b) => {
      const of = (name: string): StatedNeed[] => needsOf({ ...HEALTHY, ...customers[name] });
      return compareNeeds(of(a), of(b));
    });
    const expected = ['twoDown', 'oneDownAndLate', 'oneDown', 'tight5', 'tight15', 'ends10', 'ends90', 'manyTickets'];
    expect(order).toEqual([...expected, 'fine']);
  });

  it('is an order: the same both ways round, and never in a circle', () => {
    const needs = fc.uniqueArray(fc.record({ need: fc.constantFrom(...NEEDS), value: fc.nat(3) }), {
      selector: ({ need }) => need,
      maxLength: 4,
    });
    fc.assert(
      fc.property(needs, needs, needs, (a, b, c) => {
        expect(Math.sign(compareNeeds(a, b)) + Math.sign(compareNeeds(b, a))).toBe(0);
        if (compareNeeds(a, b) <= 0 && compareNeeds(b, c) <= 0) expect(compareNeeds(a, c)).toBeLessThanOrEqual(0);
      }),
    );
  });
});
