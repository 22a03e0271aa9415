import { HeadsTurns, TURN_MS } from './heads-turns.js';

const TEN_SECONDS = 10_000;

describe('The turns in which listeners are told how far the feeds have come', () => {
  let turns: HeadsTurns<object>;

  beforeEach(() => {
    turns = new HeadsTurns();
  });

  /** Goes through the turns of some time. @returns how often each was told, and how many were in a turn at most */
  function during(listeners: readonly object[], fromMs: number, untilMs: number): { told: number[]; most: number } {
    const told = new Map(listeners.map((listener) => [listener, 0]));
    let most = 0;
    for (let now = fromMs; now < untilMs; now += TURN_MS) {
      const some = turns.take(listeners, now);
      most = Math.max(most, some.length);
      for (const listener of some) told.set(listener, (told.get(listener) ?? 0) + 1);
    }
    return { told: [...told.values()], most };
  }

  it('leave out who has just come, and come round to one alone every ten seconds', () => {
    const one = {};
    expect(during([one], 0, TEN_SECONDS).told).toEqual([0]);
    expect(during([one], TEN_SECONDS, 4 * TEN_SECONDS).told).toEqual([3]);
  });

  it('share ten thousand that came at once among themselves, and each is told once in each ten seconds', () => {
    const all = Array.from({ length: 10_000 }, () => ({}));
    during(all, 0, TEN_SECONDS);

    const first = during(all, TEN_SECONDS, 2 * TEN_SECONDS);
    expect([Math.min(...first.told), Math.max(...first.told), first.most]).toEqual([1, 1, 200]);
    const second = during(all, 2 * TEN_SECONDS, 3 * TEN_SECONDS);
    expect([Math.min(...second.told), Math.max(...second.told), second.most]).toEqual([1, 1, 200]);
  });

  it('pass nobody over while others come and go', () => {
    const staying = Array.from({ length: 100 }, () => ({}));
    const told = new Map(staying.map((listener) => [listener, 0]));
    for (let now = 0; now < 4 * TEN_SECONDS; now += TURN_MS) {
      const passing = Array.from({ length: (now / TURN_MS) % 7 }, () => ({}));
      for (const listener of turns.take([...passing, ...staying], now)) {
        if (told.has(listener)) told.set(listener, (told.get(listener) ?? 0) + 1);
      }
    }
    expect(Math.min(...told.values())).toBe(3);
  });
});
