import { tiersOf, writtenTiers } from './terms-form';

describe('The form of a credit table', () => {
  it('takes a tier a line, the last one without an end', () => {
    const form = new FormData();
    for (const [name, value] of Object.entries({ name: ' Standard ', basis: 'DOWN_SECONDS', cap: '100' })) {
      form.set(name, value);
    }
    form.set('tiers', '0 10 0\n10 45,5 \n\n 45 - 10.5');

    const table = tiersOf(form);

    expect(table.name).toBe('Standard');
    expect(table.tiers).toEqual([
      { from: 0, to: 600, percent: 0 },
      { from: 600, to: 2_700, percent: 5 },
      { from: 2_700, to: null, percent: 10.5 },
    ]);
    expect(writtenTiers(table)).toBe('0 – 10 min: 0 % · 10 – 45 min: 5 % · 45 – ∞ min: 10.5 %');
  });
});
