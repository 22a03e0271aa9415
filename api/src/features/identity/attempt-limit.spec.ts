import { type AttemptCount, countAttempt, NO_ATTEMPTS } from './attempt-limit.js';

const MINUTE_MS = 60_000;

/** Counts attempts until the subject has to wait; gives the wait in minutes. */
function waitOf(
  before: AttemptCount,
  now: number,
  windowMs = MINUTE_MS,
): { readonly after: AttemptCount; readonly minutes: number } {
  let after = before;
  while (after.blockedUntil <= now) {
    const next = countAttempt(after, 5, windowMs, now);
    if (next === undefined) break;
    after = next;
  }
  return { after, minutes: (after.blockedUntil - now) / MINUTE_MS };
}

describe('countAttempt', () => {
  it('doubles the wait from one minute to a quarter of an hour, and never more', () => {
    let count = NO_ATTEMPTS;
    let now = 1_000_000;
    const waits: number[] = [];
    for (let round = 0; round < 7; round += 1) {
      const { after, minutes } = waitOf(count, now);
      waits.push(minutes);
      count = after;
      now = after.blockedUntil;
    }

    expect(waits).toEqual([1, 2, 4, 8, 15, 15, 15]);
  });

  it('begins with a wait of its window, and is never more than a quarter of an hour', () => {
    let count = NO_ATTEMPTS;
    let now = 1_000_000;
    const waits: number[] = [];
    for (let round = 0; round < 4; round += 1) {
      const { after, minutes } = waitOf(count, now, 5 * MINUTE_MS);
      waits.push(minutes);
      count = after;
      now = after.blockedUntil;
    }

    expect(waits).toEqual([5, 10, 15, 15]);
  });

  it('does not count what is refused while waiting', () => {
    const { after } = waitOf(NO_ATTEMPTS, 0);

    expect(countAttempt(after, 5, MINUTE_MS, after.blockedUntil - 1)).toBeUndefined();
    expect(countAttempt(after, 5, MINUTE_MS, after.blockedUntil)).toEqual(
      jasmine.objectContaining({ failures: 1, blockedUntil: 0 }),
    );
  });

  it('begins anew each minute for somebody who mistypes now and then', () => {
    let count: AttemptCount = NO_ATTEMPTS;
    for (let minute = 1; minute <= 20; minute += 1) {
      for (const seconds of [0, 10, 20, 30]) {
        count = countAttempt(count, 5, MINUTE_MS, minute * MINUTE_MS + seconds * 1_000) ?? fail('had to wait');
      }
    }

    expect(count.strikes).toBe(0);
  });

  it('forgives after an hour', () => {
    const { after } = waitOf(waitOf(NO_ATTEMPTS, 0).after, 2 * MINUTE_MS);

    expect(waitOf(after, 62 * MINUTE_MS).minutes).toBe(1);
  });
});

function fail(why: string): never {
  throw new Error(why);
}
