import { faultOf, tiersOf, typedTiers, writtenTiers } from './credit-tiers';

const tier = (from: string, to: string, percent = '5') => ({ from, to, percent });

describe('The tiers of a credit table', () => {
  it('are typed in minutes, the last one without an end', () => {
    const tiers = tiersOf([tier('0', '10', '0'), tier('10', '45'), tier('45', '', '10.5')]);

    expect(tiers).toEqual([
      { from: 0, to: 600, percent: 0 },
      { from: 600, to: 2_700, percent: 5 },
      { from: 2_700, to: null, percent: 10.5 },
    ]);
    expect(writtenTiers({ tiers })).toEqual([tier('0', '10', '0'), tier('10', '45'), tier('45', '∞', '10.5')]);
    expect(tiersOf(typedTiers({ tiers }))).toEqual(tiers);
  });

  it('are told where they leave a hole or overlap before they are sent', () => {
    expect(faultOf([tier('0', '10'), tier('10', '')])).toBeNull();
    expect(faultOf([tier('0', '10'), tier('11', '')])).toEqual({ at: 0, reason: 'tier_gap' });
    expect(faultOf([tier('0', '10'), tier('9', '')])).toEqual({ at: 0, reason: 'tier_overlap' });
    expect(faultOf([tier('0', '10'), tier('10', '10'), tier('10', '')])).toEqual({ at: 1, reason: 'tier_order' });
    expect(faultOf([tier('5', '')])).toEqual({ at: 0, reason: 'tier_gap' });
  });
});
