import { calmed, FLAP_RULE, flapAfterDown, type FlapState, penaltyCeiling, reuseAt } from './flapping.js';

function afterDowns(...times: number[]): FlapState {
  let state: FlapState | undefined;
  for (const at of times) state = flapAfterDown(state, at);
  if (state === undefined) throw new Error('no down was told');
  return state;
}

describe('Damping of a port that flaps', () => {
  it('begins with the third down in a short time, not with the second', () => {
    expect([afterDowns(0, 10), afterDowns(0, 10, 20)].map(({ isSuppressed }) => isSuppressed)).toEqual([false, true]);
  });

  it('ends by itself, at the latest after the longest suppression', () => {
    const wild = afterDowns(...Array.from({ length: 100 }, (_, index) => index));
    expect(wild.penalty).toBe(penaltyCeiling(FLAP_RULE));
    const end = reuseAt(wild, FLAP_RULE) ?? 0;
    expect(end - wild.at).toBeCloseTo(FLAP_RULE.maxSuppressS, 6);
    expect([end - 1, end + 1].map((at) => calmed(wild, at, FLAP_RULE).isSuppressed)).toEqual([true, false]);
  });

  it('is not begun by a port that goes down once a half-life', () => {
    expect(afterDowns(...Array.from({ length: 50 }, (_, index) => index * 900)).isSuppressed).toBeFalse();
  });
});
