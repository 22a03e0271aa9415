import type { PortMoment } from '@linewatch/shared';
import { aPolledPort } from '../testing/polled-device.builder.js';
import { CELL, CELLS } from './port-cells.js';
import { PortMemory } from './port-memory.js';
import { writeResume } from './resume-note.js';

type Known = Pick<PortMoment, 'takenAt' | 'sysUpTime'> & { readonly engineBoots?: number };

function noteOf({ takenAt, sysUpTime, engineBoots }: Known): string {
  const cells = new Float64Array(CELLS).fill(NaN);
  cells[CELL.takenAt] = takenAt;
  cells[CELL.sysUpTime] = sysUpTime;
  cells[CELL.discontinuity] = 0;
  return writeResume(cells, 0, engineBoots ?? null, 'ge-0/1', '');
}

/** The up-time of the count that a collector with its own one goes on from, when it is told of another. */
function chosen(own: Known, told: Known): number | undefined {
  const memory = new PortMemory(new Map([[1, { slot: 0, resume: noteOf(own) }]]));
  const { place } = memory.of(aPolledPort({ portId: 1, resume: noteOf(told) }));
  return memory.cells[place * CELLS + CELL.sysUpTime];
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
