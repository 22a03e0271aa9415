import { type PortStatus, STALE_AFTER_INTERVALS } from '@linewatch/shared';
import type { Point } from './counter-line.js';

/** What is known of a port now. */
export interface PortNow {
  readonly portId: number;
  readonly status: PortStatus;
  /** ms, like all times here. */
  readonly since: number | null;
  readonly sampleAt: number | null;
  readonly slot: number | null;
  readonly inBps: number | null;
  readonly outBps: number | null;
  readonly ifIndex: number | null;
  readonly speedBps: number | null;
  /** The collector's own note at the newest reading, handed back in the work list. */
  readonly resume: string | null;
}

/**
 * A port as it lies in `port_block`: number, status, since, sampleAt, slot, the highest slot that is stored of it, then
 * the rest of PortNow, and where its readings end. Status null: of the port only that and the slot are known.
 */
type StoredPort = readonly [
  portId: number,
  status: string | null,
  since: number | null,
  sampleAt: number | null,
  slot: number | null,
  reach: number | null,
  inBps: number | null,
  outBps: number | null,
  ifIndex: number | null,
  speedBps: number | null,
  resume: string | null,
  joint?: StoredPoint | null,
];
/** Ticks, octets in and out of a `Point`. */
type StoredPoint = readonly [ticks: number, inCount: number | null, outCount: number | null];

/** The ports of one block: one row. */
export class PortPage {
  private readonly ports = new Map<number, PortNow>();
  private readonly furthest = new Map<number, number>();
  private readonly joints = new Map<number, Point>();
  isChanged = false;

  /** @param text what `toText` gave, or null for a block without a row */
  constructor(text: string | null) {
    if (text === null) return;
    // Written by this class alone, and by the migration that made the table.
    for (const stored of JSON.parse(text) as StoredPort[]) this.take(stored);
  }

  get portIds(): Iterable<number> {
    return this.ports.keys();
  }

  get(portId: number): PortNow | undefined {
    return this.ports.get(portId);
  }

  /** The highest slot that is stored of a port; null: none is. */
  reach(portId: number): number | null {
    return this.furthest.get(portId) ?? null;
  }

  /** The point from which the next reading of a port goes on; null: none is known to. */
  joint(portId: number): Point | null {
    return this.joints.get(portId) ?? null;
  }

  join(portId: number, joint: Point | null): void {
    if (joint === null && !this.joints.has(portId)) return;
    if (joint === null) this.joints.delete(portId);
    else this.joints.set(portId, joint);
    this.isChanged = true;
  }

  set(now: PortNow): void {
    this.ports.set(now.portId, now);
    this.isChanged = true;
    if (now.slot !== null) this.reached(now.portId, now.slot);
  }

  reached(portId: number, slot: number): void {
    if (slot <= (this.furthest.get(portId) ?? -1)) return;
    this.furthest.set(portId, slot);
    this.isChanged = true;
  }

  /**
   * The moment (ms) before which none of the ports can have fallen silent; null: none of them can.
   *
   * @param intervalOf ms; undefined for a port that is no longer polled
   */
  silentAt(intervalOf: (portId: number) => number | undefined): number | null {
    let first: number | null = null;
    for (const { portId, status, sampleAt } of this.ports.values()) {
      const intervalMs = status === 'UNKNOWN' || sampleAt === null ? undefined : intervalOf(portId);
      if (intervalMs === undefined || sampleAt === null) continue;
      const at = sampleAt + STALE_AFTER_INTERVALS * intervalMs;
      if (first === null || at < first) first = at;
    }
    return first;
  }

  toText(): string {
    const stored: StoredPort[] = [];
    for (const now of this.ports.values()) {
      stored.push([
        now.portId,
        now.status,
        now.since,
        now.sampleAt,
        now.slot,
        this.reach(now.portId),
        now.inBps,
        now.outBps,
        now.ifIndex,
        now.speedBps,
        now.resume,
        this.storedJoint(now.portId),
      ]);
    }
    for (const [portId, slot] of this.furthest) {
      if (this.ports.has(portId)) continue;
      const joint = this.storedJoint(portId);
      stored.push([portId, null, null, null, null, slot, null, null, null, null, null, joint]);
    }
    return JSON.stringify(stored);
  }

  private storedJoint(portId: number): StoredPoint | null {
    const joint = this.joints.get(portId);
    return joint === undefined ? null : [joint.ticks, joint.inCount, joint.outCount];
  }

  private take(stored: StoredPort): void {
    const [portId, status, since, sampleAt, slot, reach, inBps, outBps, ifIndex, speedBps, resume, joint] = stored;
    if (reach !== null) this.furthest.set(portId, reach);
    if (joint) this.joints.set(portId, { ticks: joint[0], inCount: joint[1], outCount: joint[2] });
    if (status === null) return;
    const known = { portId, status: status as PortStatus, since, sampleAt, slot };
    this.ports.set(portId, { ...known, inBps, outBps, ifIndex, speedBps, resume });
  }
}
