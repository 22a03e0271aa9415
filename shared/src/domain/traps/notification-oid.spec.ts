import { notificationOidOfV1 } from './notification-oid.js';

const enterprise = '1.3.6.1.4.1.2011.2.23';

describe('The notification that an SNMPv1 trap is', () => {
  it('is the generic one whatever the enterprise, and whatever the specific number', () => {
    const traps = [0, 1, 2, 3, 4, 5].map((generic) => notificationOidOfV1({ enterprise, generic, specific: 77 }));

    expect(traps).toEqual([1, 2, 3, 4, 5, 6].map((number) => `1.3.6.1.6.3.1.1.5.${String(number)}`));
  });

  it('is named by the enterprise, a zero and the specific number when it is the enterprise’s own', () => {
    expect(notificationOidOfV1({ enterprise, generic: 6, specific: 5 })).toBe(`${enterprise}.0.5`);
    expect(notificationOidOfV1({ enterprise, generic: 6, specific: 0 })).toBe(`${enterprise}.0.0`);
  });

  it('is none for a kind that RFC 1157 does not have', () => {
    expect([-1, 7, 99, 2.5].map((generic) => notificationOidOfV1({ enterprise, generic, specific: 0 }))).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });
});
