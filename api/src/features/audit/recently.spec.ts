import { Recently } from './recently.js';

describe('what was said a short while ago', () => {
  it('is new again when its time is over, counted from when it was said', () => {
    const looks = new Recently(1_000);

    expect([0, 999, 1_000, 1_999].map((now) => looks.isNew('a look', now))).toEqual([true, false, true, false]);
    expect(looks.isNew('another look', 999)).toBeTrue();
  });

  it('forgets the oldest instead of growing', () => {
    const looks = new Recently(1_000);
    for (let at = 0; at < 10_001; at += 1) looks.isNew(String(at), 0);

    expect([looks.isNew('10000', 1), looks.isNew('0', 1)]).toEqual([false, true]);
  });
});
