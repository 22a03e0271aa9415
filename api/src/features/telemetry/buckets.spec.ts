import { day, fiveMinutes, hour } from './buckets.js';

describe('buckets', () => {
  const at = Date.UTC(2026, 10, 21, 17, 34, 56) / 1_000;

  it('begin with the five minutes and the hour of the clock', () => {
    expect(fiveMinutes(at)).toBe(Date.UTC(2026, 10, 21, 17, 30) / 1_000);
    expect(hour(at)).toBe(Date.UTC(2026, 10, 21, 17) / 1_000);
  });

  it("begin a day at the operator's midnight", () => {
    expect(day(at)).toBe(Date.UTC(2026, 10, 21, 16) / 1_000);
    expect(day(Date.UTC(2026, 10, 21, 15, 59, 59) / 1_000)).toBe(Date.UTC(2026, 10, 20, 16) / 1_000);
    expect(day(Date.UTC(2026, 10, 21, 16) / 1_000)).toBe(Date.UTC(2026, 10, 21, 16) / 1_000);
  });

  it('take another zone as an argument', () => {
    expect(day(at, () => 0)).toBe(Date.UTC(2026, 10, 21) / 1_000);
  });
});
