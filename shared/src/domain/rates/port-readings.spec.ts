import { errorRatioPercent } from './error-ratio.js';
import { lastChangeAt } from './last-change.js';
import { portSpeedBps } from './port-speed.js';

describe('The speed of a port', () => {
  it('is ifSpeed where that is exact', () => {
    expect(portSpeedBps(2_048_000, 2)).toBe(2_048_000);
  });

  it('is ifHighSpeed where ifSpeed is full, empty or missing', () => {
    expect(portSpeedBps(4_294_967_295, 10_000)).toBe(10_000_000_000);
    expect(portSpeedBps(0, 100)).toBe(100_000_000);
    expect(portSpeedBps(null, 400_000)).toBe(400_000_000_000);
  });

  it('is unknown where neither says anything', () => {
    expect(portSpeedBps(0, 0)).toBeNull();
    expect(portSpeedBps(4_294_967_295, null)).toBeNull();
  });
});

describe('The time of the last change', () => {
  it('is counted back from the poll by the clock of the agent', () => {
    expect(lastChangeAt(1_000_000, 50_000, 20_000)).toBe(700_000);
  });

  it('is found across the wrap of sysUpTime', () => {
    expect(lastChangeAt(1_000_000, 5_000, 4_294_962_296)).toBe(900_000);
  });

  it('is unknown where the port did not change since the agent started', () => {
    expect(lastChangeAt(1_000_000, 5_000, 0)).toBeNull();
  });
});

describe('The error ratio', () => {
  it('is of all packets that came, faulty ones among them', () => {
    expect(errorRatioPercent({ unicast: 0n, multicast: 0n, broadcast: 0n }, 7n)).toBe('100.0000');
    expect(errorRatioPercent({ unicast: 2n, multicast: 0n, broadcast: 0n }, 1n)).toBe('33.3333');
  });

  it('is unknown where nothing came', () => {
    expect(errorRatioPercent({ unicast: 0n, multicast: 0n, broadcast: 0n }, 0n)).toBeNull();
  });
});
