import fc from 'fast-check';
import { clockDueAt, clockElapsedMs, HOLD_REASONS, isBreached, isPausing } from './ticket-clock.js';

const pauses = fc
  .array(fc.tuple(fc.integer({ min: -500, max: 2_000 }), fc.integer({ min: 0, max: 400 })), { maxLength: 8 })
  .map((spans) => spans.map(([from, length]) => ({ from, to: from + length })));

describe('The clock of a ticket', () => {
  it('is due at the first moment at which it has run so long', () => {
    fc.assert(
      fc.property(pauses, fc.integer({ min: 1, max: 1_000 }), (stops, target) => {
        const due = clockDueAt(0, target, stops);
        expect(clockElapsedMs({ from: 0, to: due }, stops)).toBe(target);
        expect(clockElapsedMs({ from: 0, to: due - 1 }, stops)).toBe(target - 1);
      }),
    );
  });

  it('counts pauses that overlap once, and only within the run', () => {
    const stops = [
      { from: -100, to: 10 },
      { from: 5, to: 20 },
      { from: 90, to: 500 },
    ];
    expect(clockElapsedMs({ from: 0, to: 100 }, stops)).toBe(70);
  });

  it('has kept a limit that it reaches to the millisecond', () => {
    expect([900_000, 900_001].map((elapsed) => isBreached(elapsed, 900_000))).toEqual([false, true]);
  });

  it('is stopped by what the customer causes, and by force majeure where the contract says so', () => {
    expect(HOLD_REASONS.filter((reason) => isPausing(reason))).toEqual([
      'CUSTOMER_ACCESS',
      'CUSTOMER_POWER',
      'CUSTOMER_EQUIPMENT',
      'CUSTOMER_REQUEST',
    ]);
    expect([isPausing('FORCE_MAJEURE', true), isPausing('WEATHER', true)]).toEqual([true, false]);
  });
});
