import type { PortMoment } from '@linewatch/shared';
import { aPolledPort } from '../testing/polled-device.builder.js';
import { type Baseline, COUNTERS, writeResume } from './baseline.js';
import { PortMemory } from './port-memory.js';

function aBaseline(moment: Partial<PortMoment>): Baseline {
  const counters = Object.fromEntries(COUNTERS.map((name) => [name, null])) as Baseline['counters'];
  const usual = { takenAt: 0, sysUpTime: 0, engineBoots: null, discontinuity: 0, ifName: 'ge-0/1', ifAlias: null };
  return { moment: { ...usual, ...moment }, monotonicAt: 0, counters };
}

/** The up-time of the baseline that a collector with its own one goes on from, when it is told of another. */
function chosen(own: Partial<PortMoment>, told: Partial<PortMoment>): number | undefined {
  const memory = new PortMemory();
  memory.remember(1, 0, aBaseline(own));
  return memory.baseline(aPolledPort({ resume: writeResume(aBaseline(told)) }))?.moment.sysUpTime;
}

describe('what a port is compared with', () => {
  it('is what another collector read after this one', () => {
    expect(chosen({ takenAt: 10_000, sysUpTime: 1_000 }, { takenAt: 20_000, sysUpTime: 2_000 })).toBe(2_000);
    expect(chosen({ takenAt: 20_000, sysUpTime: 2_000 }, { takenAt: 10_000, sysUpTime: 1_000 })).toBe(2_000);
  });

  it('is the newest by the agent’s clock, though a collector’s clock was ahead when it read the other', () => {
    expect(chosen({ takenAt: 14_000, sysUpTime: 1_400 }, { takenAt: 30_000, sysUpTime: 1_000 })).toBe(1_400);
  });

  it('is found across the wrap of the agent’s clock, and across its restart where it counts them', () => {
    expect(chosen({ takenAt: 10_000, sysUpTime: 2 ** 32 - 500 }, { takenAt: 20_000, sysUpTime: 500 })).toBe(500);
    const before = { takenAt: 10_000, sysUpTime: 90_000, engineBoots: 1 };
    expect(chosen(before, { takenAt: 20_000, sysUpTime: 100, engineBoots: 2 })).toBe(100);
    expect(chosen({ takenAt: 20_000, sysUpTime: 100, engineBoots: 2 }, before)).toBe(100);
  });
});
