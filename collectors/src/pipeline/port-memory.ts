import { type PolledPort, type PortMoment, ticksBetween } from '@linewatch/shared';
import { type Baseline, readResume } from './baseline.js';

/** What a collector remembers of a port from its own polls. */
export interface PortTrace {
  /** Slot of the last reading, epoch seconds. */
  readonly slot: number;
  readonly resume: string;
}

/**
 * Last slot and baseline of every port. Filled from the collector's own polls, at the start from the spool (readings
 * that are not delivered yet are newer than anything the API knows), and from the work list for ports it never read.
 */
export class PortMemory {
  private readonly slots = new Map<number, number>();
  private readonly baselines = new Map<number, Baseline>();

  /** @param traces what the spool holds, by port */
  constructor(traces: ReadonlyMap<number, PortTrace> = new Map()) {
    for (const [portId, { slot, resume }] of traces) {
      this.slots.set(portId, slot);
      const baseline = readResume(resume);
      if (baseline) this.baselines.set(portId, baseline);
    }
  }

  lastSlot(portId: number): number | null {
    return this.slots.get(portId) ?? null;
  }

  /** The newer of the own baseline and of what the API has from whoever polled the port before. */
  baseline({ portId, resume }: PolledPort): Baseline | null {
    const own = this.baselines.get(portId) ?? null;
    const told = readResume(resume);
    if (own === null || told === null) return own ?? told;
    return told.moment.takenAt > own.moment.takenAt && !isBehind(told.moment, own.moment) ? told : own;
  }

  remember(portId: number, slot: number, baseline: Baseline | null): void {
    this.slots.set(portId, slot);
    if (baseline) this.baselines.set(portId, baseline);
  }
}

const HALF_OF_ALL_TICKS = 2 ** 31;

/**
 * Whether the agent's own clock says that a moment came before another one. Collectors' clocks are set now and then:
 * a count that was read while one was ahead looks newer than it is.
 */
function isBehind(moment: PortMoment, other: PortMoment): boolean {
  const [boots, otherBoots] = [moment.engineBoots ?? null, other.engineBoots ?? null];
  if (boots !== null && otherBoots !== null && boots !== otherBoots) return boots < otherBoots;
  return ticksBetween(other.sysUpTime, moment.sysUpTime) > HALF_OF_ALL_TICKS;
}
