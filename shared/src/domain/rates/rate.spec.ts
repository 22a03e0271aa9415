import { type CounterReading, rate, type RateOptions, utilisationPercent } from './rate.js';

const OPTIONS: RateOptions = { width: 64, speedBps: 1_000_000_000, unit: 'octets', intervalS: 300 };
const WRAP_OF_UPTIME = 2 ** 32;

function aReading(particulars: Partial<CounterReading> = {}): CounterReading {
  return { takenAt: 0, sysUpTime: 10_000_000, discontinuity: 0, ifName: 'ge-0/0/1', value: 1_000n, ...particulars };
}

/** The reading 300 s later, by both clocks. */
function aNextReading(particulars: Partial<CounterReading> = {}): CounterReading {
  return aReading({ takenAt: 300_000, sysUpTime: 10_030_000, value: 3_750_001_000n, ...particulars });
}

describe('The rate of a counter', () => {
  it('is the mean over the time between two readings', () => {
    expect(rate(aReading(), aNextReading(), OPTIONS)).toEqual({
      status: 'OK',
      delta: 3_750_000_000n,
      dtMs: 300_000,
      wrapped: false,
      perSecond: 100_000_000,
    });
  });

  it('needs a reading before', () => {
    expect(rate(null, aReading(), OPTIONS)).toEqual({ status: 'NO_BASELINE' });
  });

  it('is of one port only, whatever the index says', () => {
    expect(rate(aReading(), aNextReading({ ifName: 'ge-0/0/2' }), OPTIONS).status).toBe('REINDEXED');
    expect(rate(aReading({ ifAlias: 'one' }), aNextReading({ ifAlias: 'other' }), OPTIONS).status).toBe('REINDEXED');
  });

  it('does not take an alias that was given or removed for another port', () => {
    expect(rate(aReading({ ifAlias: '' }), aNextReading({ ifAlias: 'one' }), OPTIONS).status).toBe('OK');
    expect(rate(aReading({ ifAlias: 'one' }), aNextReading({ ifAlias: null }), OPTIONS).status).toBe('OK');
  });

  it('is not made of a reading twice, nor backwards', () => {
    expect(rate(aReading(), aReading(), OPTIONS).status).toBe('INVALID_TIME');
    expect(rate(aNextReading(), aReading(), OPTIONS).status).toBe('INVALID_TIME');
  });

  it('bridges three intervals and not a millisecond more', () => {
    const after = (ms: number) => aNextReading({ takenAt: ms, sysUpTime: 10_000_000 + ms / 10 });
    expect(rate(aReading(), after(900_000), OPTIONS).status).toBe('OK');
    expect(rate(aReading(), after(900_001), OPTIONS).status).toBe('GAP');
  });

  it('tells when the agent started again', () => {
    expect(rate(aReading(), aNextReading({ sysUpTime: 12_000 }), OPTIONS)).toEqual({
      status: 'AGENT_RESTART',
      restartedAt: 180_000,
    });
  });

  it('believes an engine that says it booted, even when its uptime looks right', () => {
    const booted = rate(aReading({ engineBoots: 3 }), aNextReading({ engineBoots: 4 }), OPTIONS);
    expect(booted.status).toBe('AGENT_RESTART');
    expect(rate(aReading({ engineBoots: 4 }), aNextReading({ engineBoots: 4 }), OPTIONS).status).toBe('OK');
    expect(rate(aReading(), aNextReading({ engineBoots: 4 }), OPTIONS).status).toBe('OK');
  });

  it('does not take the wrap of sysUpTime after 497 days for a restart', () => {
    const before = aReading({ sysUpTime: WRAP_OF_UPTIME - 10_000 });
    expect(rate(before, aNextReading({ sysUpTime: 20_000 }), OPTIONS)).toEqual(
      jasmine.objectContaining({ status: 'OK', dtMs: 300_000 }),
    );
    // A second less than the collector's clock says.
    expect(rate(before, aNextReading({ sysUpTime: 19_900 }), OPTIONS).status).toBe('OK');
  });

  it('takes no slow clock for a restart, however far it lags', () => {
    expect(rate(aReading(), aNextReading({ sysUpTime: 10_020_000 }), OPTIONS)).toEqual(
      jasmine.objectContaining({ status: 'OK', dtMs: 300_000 }),
    );
  });

  it('takes a young agent for a new one when its uptime is more than ten seconds off', () => {
    const young = aReading({ sysUpTime: 500 });
    const aMinuteLater = (sysUpTime: number) =>
      rate(young, aNextReading({ takenAt: 60_000, sysUpTime }), OPTIONS).status;
    expect(aMinuteLater(5_500)).toBe('OK');
    expect(aMinuteLater(5_499)).toBe('AGENT_RESTART');
  });

  it('allows two seconds between the clocks of short intervals', () => {
    const lengthOf = (sysUpTime: number) =>
      rate(aReading(), aNextReading({ takenAt: 10_000, value: 2_000n, sysUpTime }), OPTIONS);
    expect(lengthOf(10_000_800)).toEqual(jasmine.objectContaining({ dtMs: 8_000 }));
    expect(lengthOf(10_000_799)).toEqual(jasmine.objectContaining({ dtMs: 10_000 }));
  });

  it('stops at a break that the agent reports', () => {
    expect(rate(aReading(), aNextReading({ discontinuity: 10_012_345 }), OPTIONS).status).toBe('DISCONTINUITY');
  });

  it('divides by the clock of the agent where both clocks nearly agree, else by that of the collector', () => {
    expect(rate(aReading(), aNextReading({ sysUpTime: 10_029_400 }), OPTIONS)).toEqual(
      jasmine.objectContaining({ dtMs: 294_000 }),
    );
    expect(rate(aReading(), aNextReading({ sysUpTime: 10_029_399 }), OPTIONS)).toEqual(
      jasmine.objectContaining({ dtMs: 300_000 }),
    );
  });

  it('is finite when the clock of the agent stood still', () => {
    const soon = aReading({ takenAt: 1_000, value: 1_000_001_000n / 8n });
    expect(rate(aReading(), soon, { ...OPTIONS, intervalS: 1 })).toEqual(jasmine.objectContaining({ dtMs: 1_000 }));
  });

  it('allows a tenth above the speed, and not a bit more', () => {
    const carried = (octets: bigint) => aNextReading({ value: 1_000n + octets });
    expect(rate(aReading(), carried(41_250_000_000n), OPTIONS).status).toBe('OK');
    expect(rate(aReading(), carried(41_250_000_001n), OPTIONS).status).toBe('RATE_EXCEEDS_SPEED');
  });

  it('has no limit on a port of unknown speed, but takes no decrease for a wrap there', () => {
    const unknown: RateOptions = { ...OPTIONS, speedBps: null, width: 32 };
    expect(rate(aReading(), aNextReading(), unknown).status).toBe('OK');
    expect(rate(aReading(), aNextReading({ value: 999n }), unknown).status).toBe('COUNTER_DECREASED');
  });

  it('is unknown when a 32-bit counter may have wrapped unseen, even if it grew', () => {
    const wrapsIn = (speedBps: number) => rate(aReading(), aNextReading(), { ...OPTIONS, width: 32, speedBps }).status;
    // 2^32 octets in 300 s are 114 532 461.2 bit/s.
    expect(wrapsIn(114_532_462)).toBe('AMBIGUOUS_WRAP');
    expect(wrapsIn(114_532_461)).toBe('OK');
  });

  it('is unknown when the time is exactly that of a wrap', () => {
    const inEightSeconds = aReading({ takenAt: 8_000, sysUpTime: 10_000_800 });
    expect(rate(aReading(), inEightSeconds, { ...OPTIONS, width: 32, speedBps: 2 ** 32 }).status).toBe(
      'AMBIGUOUS_WRAP',
    );
  });

  it('of packets is held against the smallest Ethernet slot', () => {
    const packets: RateOptions = { ...OPTIONS, width: 32, speedBps: 10_000_000, unit: 'packets' };
    expect(rate(aReading(), aNextReading({ value: 3_001_000n }), packets)).toEqual(
      jasmine.objectContaining({ status: 'OK', perSecond: 10_000 }),
    );
    expect(rate(aReading(), aNextReading({ value: 5_001_000n }), packets).status).toBe('RATE_EXCEEDS_SPEED');
    expect(rate(aReading(), aNextReading({ value: 979n }), packets).status).toBe('COUNTER_DECREASED');
  });

  it('is unknown when the counter was read in another width before', () => {
    const before = aReading({ value: 1n << 40n });
    const narrow: RateOptions = { ...OPTIONS, width: 32, speedBps: 100_000_000 };
    expect(rate(before, aNextReading({ value: 0n }), narrow).status).toBe('COUNTER_DECREASED');
  });
});

describe('The utilisation of a line', () => {
  it('is rounded half-up to two places, once', () => {
    expect(utilisationPercent(3_750_000_000n, 300_000, 1_000_000_000)).toBe('10.00');
    expect(utilisationPercent(1n, 1_000, 160_000)).toBe('0.01');
    expect(utilisationPercent(1n, 1_000, 160_001)).toBe('0.00');
  });
});
