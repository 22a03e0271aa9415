import { creditFor, tableFault } from './credit.js';
import { PUBLISHED_CREDIT_TABLES } from './published-tables.js';

describe('A credit table', () => {
  it('is kept only without holes and overlaps', () => {
    const tier = (from: number, to: number | null): { from: number; to: number | null; percent: number } => ({
      from,
      to,
      percent: 5,
    });
    expect(tableFault([tier(0, 300), tier(300, null)])).toBeNull();
    expect(tableFault([tier(0, 300), tier(301, null)])).toEqual({ fault: 'TIER_GAP', at: 0 });
    expect(tableFault([tier(0, 300), tier(299, null)])).toEqual({ fault: 'TIER_OVERLAP', at: 0 });
    expect(tableFault([tier(5, null)])).toEqual({ fault: 'TIER_GAP', at: 0 });
    expect(tableFault([tier(0, 300)])).toEqual({ fault: 'TIER_GAP', at: 0 });
    expect(tableFault([tier(0, 0), tier(0, null)])).toEqual({ fault: 'TIER_ORDER', at: 0 });
    expect(tableFault([])).toEqual({ fault: 'TIER_GAP', at: 0 });
  });

  it('never gives more than its cap', () => {
    const table = { ...PUBLISHED_CREDIT_TABLES.LEVEL3_STANDARD, capPercent: 30 };
    expect(creditFor(table, '1000.00', 90_000, 30)).toEqual({ percent: 30, startedHours: 25, amount: '300.00' });
    const byDay = { basis: 'STARTED_HOURS', capPercent: 50 } as const;
    expect(creditFor(byDay, '1000.00', 90_000, 30).amount).toBe('500.00');
  });

  it('counts in cents without losing any', () => {
    expect(creditFor({ basis: 'STARTED_HOURS', capPercent: 100 }, '100.00', 1, 31).amount).toBe('3.23');
  });
});
