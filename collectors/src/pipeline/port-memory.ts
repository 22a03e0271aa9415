import { type PolledPort, type PortMoment, ticksBetween } from '@linewatch/shared';
import { type Baseline, COUNTERS, readResume } from './baseline.js';
import { CELL, CELLS, fillCounters } from './port-cells.js';

/** What a collector remembers of a port from its own polls. */
export interface PortTrace {
  /** Slot of the last reading, epoch seconds. */
  readonly slot: number;
  readonly resume: string;
}

/** What is remembered of one port. Its cells lie in the memory's, from `place` times `CELLS` on. */
export interface RememberedPort {
  readonly portId: number;
  readonly place: number;
  slot: number | null;
  hasBaseline: boolean;
  engineBoots: number | null;
  ifName: string;
  ifAlias: string;
  /** The text of the work list that was taken into account last. */
  told: string | null;
}

const FIRST_ROOM = 64;

/**
 * Last slot and baseline of every port. Filled from the collector's own polls, at the start from the spool (readings
 * that are not delivered yet are newer than anything the API knows), and from the work list for ports it never read.
 */
export class PortMemory {
  /** The cells of all ports, as they were read last. */
  cells = new Float64Array(FIRST_ROOM * CELLS);
  private readonly ports = new Map<number, RememberedPort>();

  /** @param traces what the spool holds, by port */
  constructor(traces: ReadonlyMap<number, PortTrace> = new Map()) {
    for (const [portId, { slot, resume }] of traces) {
      const port = this.make(portId);
      port.slot = slot;
      const baseline = readResume(resume);
      if (baseline) this.keep(port, baseline);
    }
  }

  /** What is remembered of a port; the newer of the own baseline and of what the API has from whoever polled it before. */
  of({ portId, resume }: PolledPort): RememberedPort {
    const port = this.ports.get(portId) ?? this.make(portId);
    if (resume !== port.told) {
      port.told = resume;
      const told = readResume(resume);
      if (told && this.isNewer(told.moment, port)) this.keep(port, told);
    }
    return port;
  }

  /** Whether the states of a port are others than they were read last; what was never read here is no other. */
  isOther({ place }: RememberedPort, cells: Float64Array, at: number): boolean {
    const before = place * CELLS;
    return (
      hasLeft(this.cells[before + CELL.operStatus], cells[at + CELL.operStatus]) ||
      hasLeft(this.cells[before + CELL.adminStatus], cells[at + CELL.adminStatus])
    );
  }

  /** Whether somebody else's last count of a port is newer than the own one. */
  private isNewer(told: PortMoment, port: RememberedPort): boolean {
    if (!port.hasBaseline) return true;
    const at = port.place * CELLS;
    const sysUpTime = this.cells[at + CELL.sysUpTime] ?? 0;
    return told.takenAt > this.takenAt(port) && !isBehind(told, { sysUpTime, engineBoots: port.engineBoots });
  }

  private takenAt({ place }: RememberedPort): number {
    return this.cells[place * CELLS + CELL.takenAt] ?? 0;
  }

  private make(portId: number): RememberedPort {
    const place = this.ports.size;
    if ((place + 1) * CELLS > this.cells.length) {
      const larger = new Float64Array(this.cells.length * 2);
      larger.set(this.cells);
      this.cells = larger;
    }
    this.cells.fill(NaN, place * CELLS, (place + 1) * CELLS);
    const port = {
      ...{ portId, place, slot: null, hasBaseline: false, engineBoots: null, ifName: '', ifAlias: '', told: null },
    };
    this.ports.set(portId, port);
    return port;
  }

  private keep(port: RememberedPort, { moment, counters, countsAllPackets }: Baseline): void {
    const at = port.place * CELLS;
    this.cells.fill(NaN, at, at + CELLS);
    this.cells[at + CELL.takenAt] = moment.takenAt;
    this.cells[at + CELL.sysUpTime] = moment.sysUpTime;
    this.cells[at + CELL.discontinuity] = moment.discontinuity;
    fillCounters(
      this.cells,
      at,
      COUNTERS.map((name) => counters[name]),
      countsAllPackets,
    );
    port.hasBaseline = true;
    port.engineBoots = moment.engineBoots ?? null;
    port.ifName = moment.ifName;
    port.ifAlias = moment.ifAlias ?? '';
  }
}

function hasLeft(then = NaN, now = NaN): boolean {
  return then !== now && !Number.isNaN(then);
}

const HALF_OF_ALL_TICKS = 2 ** 31;

/**
 * Whether the agent's own clock says that a moment came before another one. Collectors' clocks are set now and then:
 * a count that was read while one was ahead looks newer than it is.
 */
function isBehind(moment: PortMoment, other: Pick<PortMoment, 'sysUpTime' | 'engineBoots'>): boolean {
  const [boots, otherBoots] = [moment.engineBoots ?? null, other.engineBoots ?? null];
  if (boots !== null && otherBoots !== null && boots !== otherBoots) return boots < otherBoots;
  return ticksBetween(other.sysUpTime, moment.sysUpTime) > HALF_OF_ALL_TICKS;
}
