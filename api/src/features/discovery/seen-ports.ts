import type { Reading, TableRows } from '@linewatch/shared';

/** Ports whose newest reading differs from the one before in what the inventory is compared with. */
export interface ChangedPorts {
  readonly portIds: readonly number[];
  /** Those of them that had another index before, or none. */
  readonly renumbered: readonly number[];
}

const NEVER = -2;
const NONE = -1;
const FIRST_LENGTH = 1_024;
/** Ports are numbered one after the other; a number beyond this is compared each time. */
const LONGEST = 1 << 24;

/** Index and speed of every port as they were read last, in twelve octets a port. */
export class SeenPorts {
  private indexes = new Int32Array(FIRST_LENGTH).fill(NEVER);
  private speeds = new Float64Array(FIRST_LENGTH);

  /** @param readings in any order; of several readings of a port the last one counts */
  note(readings: readonly Reading[]): ChangedPorts {
    const changed = nothingChanged();
    for (const { portId, ifIndex, speedBps } of readings) this.see(portId, ifIndex ?? NONE, speedBps ?? NONE, changed);
    return toChangedPorts(changed);
  }

  /** The same of a table. */
  noteRows({ table, rows }: TableRows): ChangedPorts {
    const { portId, ifIndex, speedBps } = table;
    const changed = nothingChanged();
    for (const row of rows) {
      this.see(portId[row] ?? 0, numberOr(NONE, ifIndex[row]), numberOr(NONE, speedBps[row]), changed);
    }
    return toChangedPorts(changed);
  }

  private see(portId: number, index: number, speed: number, { changed, renumbered }: Changes): void {
    if (portId >= LONGEST) {
      changed.add(portId);
      return;
    }
    if (portId >= this.indexes.length) this.grow(portId);
    const before = this.indexes[portId] ?? NEVER;
    if (before === index && this.speeds[portId] === speed) return;
    if (before !== NEVER && before !== index) renumbered.add(portId);
    changed.add(portId);
    this.indexes[portId] = index;
    this.speeds[portId] = speed;
  }

  private grow(portId: number): void {
    const length = Math.min(LONGEST, Math.max(portId + 1, this.indexes.length * 2));
    const indexes = new Int32Array(length).fill(NEVER);
    const speeds = new Float64Array(length);
    indexes.set(this.indexes);
    speeds.set(this.speeds);
    this.indexes = indexes;
    this.speeds = speeds;
  }
}

interface Changes {
  readonly changed: Set<number>;
  readonly renumbered: Set<number>;
}

function nothingChanged(): Changes {
  return { changed: new Set(), renumbered: new Set() };
}

function toChangedPorts({ changed, renumbered }: Changes): ChangedPorts {
  return { portIds: [...changed], renumbered: [...renumbered] };
}

function numberOr(fallback: number, value: number | undefined): number {
  return value === undefined || Number.isNaN(value) ? fallback : value;
}
