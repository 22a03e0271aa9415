import { impairedSince, type DeviceTrend } from './impairment.js';

const NOW = 10_000_000;
const answering = (count: number): DeviceTrend[] =>
  Array.from({ length: count }, () => ({ failingSince: null, intervalS: 10 }));
const failing = (count: number, agoS: number, intervalS = 10): DeviceTrend[] =>
  Array.from({ length: count }, () => ({ failingSince: NOW - agoS * 1_000, intervalS }));

describe('A collector', () => {
  it('is impaired when over 30 % of its devices began to fail within a minute', () => {
    expect(impairedSince(null, [...answering(6), ...failing(4, 59)], NOW)).toBe(NOW);
    expect(impairedSince(null, [...answering(7), ...failing(3, 59)], NOW)).toBeNull();
  });

  it('is not impaired by devices that fail for longer', () => {
    expect(impairedSince(null, [...answering(5), ...failing(4, 61), ...failing(1, 5)], NOW)).toBeNull();
  });

  it('is not judged by fewer than four devices', () => {
    expect(impairedSince(null, failing(3, 1), NOW)).toBeNull();
    expect(impairedSince(null, failing(4, 1), NOW)).toBe(NOW);
  });

  it('looks back one interval where devices are polled less than once a minute', () => {
    expect(impairedSince(null, [...answering(6), ...failing(4, 299, 300)], NOW)).toBe(NOW);
    expect(impairedSince(null, [...answering(6), ...failing(4, 301, 300)], NOW)).toBeNull();
  });

  it('stays impaired while they fail, and is well when they answer again', () => {
    const since = NOW - 600_000;
    expect(impairedSince(since, [...answering(6), ...failing(4, 600)], NOW)).toBe(since);
    expect(impairedSince(since, [...answering(7), ...failing(3, 600)], NOW)).toBeNull();
  });
});
