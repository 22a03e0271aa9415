import { meanDelay, twoWayDelay } from './delay.js';
import { meanDelayVariation, smoothedJitter } from './jitter.js';
import { lossPercent, pingDeviationMs } from './ping-results.js';

describe('Delay, jitter and loss of a path', () => {
  it('leave out the time the reflector took, whatever its clock says (P-TWAMP)', () => {
    const packet = { sentAt: 1_000, reflectorReceivedAt: 9_000_012, reflectorSentAt: 9_000_015, receivedAt: 1_025 };
    expect(twoWayDelay(packet)).toBe(22);
  });

  it('take the differences of neighbours, as a mean or smoothed (P-JITTER)', () => {
    expect(meanDelayVariation([20, 24, 18])).toBe(5);
    expect(meanDelayVariation([20, 20])).toBe(0);
    expect(smoothedJitter([20, 36])).toEqual([1]);
  });

  it('have no jitter with fewer than two packets', () => {
    expect(meanDelayVariation([20])).toBeNull();
    expect(meanDelayVariation([])).toBeNull();
    expect(smoothedJitter([20])).toEqual([]);
  });

  it('count each part of a month as often as it was measured (P-LAT)', () => {
    const mean = meanDelay([
      { count: 300, mean: 20 },
      { count: 100, mean: 40 },
      { count: 0, mean: Number.NaN },
    ]);
    expect(mean).toBe(25);
    expect(meanDelay([])).toBeNull();
  });

  it('are known from the sums of a ping test, however its agent rounded (P-PING)', () => {
    expect(pingDeviationMs(4, 10, 404)).toBe(1);
    expect(pingDeviationMs(3, 11, 360)).toBe(0);
    expect(pingDeviationMs(0, 0, 0)).toBeNull();
    expect(lossPercent(6, 5)).toBe('16.667');
    expect(lossPercent(0, 0)).toBeNull();
    expect(lossPercent(5, 6)).toBe('0.000');
  });
});
