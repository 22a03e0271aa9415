import type { CircuitEndSide } from '@linewatch/shared';
import type { DemoCircuit } from '@linewatch/shared/demo';
import type { PracticeDevice } from './practice-device.js';
import { isBreaking, type PracticeAlarm, PracticeLine } from './practice-line.js';
import { PracticeOptics } from './practice-optics.js';
import { PracticePath } from './practice-path.js';
import { IF_STATUS, type IfStatus, type OfferedLoad, type PracticePort } from './practice-port.js';

/** Load of a line as the demo's world draws it: bits per second at the port of one side, `at` in ms. */
export type TrafficShape = (circuit: DemoCircuit, side: CircuitEndSide, at: number) => OfferedLoad;

/** Where a circuit meets a device that we play. */
export interface PracticeEnd {
  readonly side: CircuitEndSide;
  readonly device: PracticeDevice;
  readonly port: PracticePort;
  /** The digital line that an E1 or SDH port ends. */
  readonly line: PracticeLine;
  /** The transceiver, where there is glass. */
  readonly optics: PracticeOptics;
}

/** One line between ports. Nothing passes, at either end, while a side has no port that is up. */
export class PracticeCircuit {
  readonly ends: PracticeEnd[] = [];
  readonly path: PracticePath;
  /** Whether a reflector stands at its far end, so that the collector itself can probe the path. */
  isReflected = false;
  /** Percent of the contracted bandwidth that a side's ports are held at; no entry: the daily shape. */
  private readonly held = new Map<CircuitEndSide, number>();

  constructor(
    readonly facts: DemoCircuit,
    private readonly shape: TrafficShape,
  ) {
    this.path = new PracticePath(facts.code);
  }

  get code(): string {
    return this.facts.code;
  }

  /** Makes a port the end of a side. */
  plug(side: CircuitEndSide, device: PracticeDevice, port: PracticePort): PracticeEnd {
    const seed = `${device.code} ${port.facts.ifName}`;
    const end = { side, device, port, line: new PracticeLine(), optics: new PracticeOptics(seed) };
    this.ends.push(end);
    return end;
  }

  /** What wants through a port on this side at a moment: nothing while the line is cut somewhere. */
  offeredAt(side: CircuitEndSide, at: number): OfferedLoad {
    if (!this.isWhole()) return NOTHING;
    const percent = this.held.get(side);
    if (percent !== undefined) {
      const bps = (this.facts.contractedBps * percent) / 100;
      return { inBps: bps, outBps: bps };
    }
    return this.shape(this.facts, side, at);
  }

  /** Holds the load of the sides named, or gives them the daily shape back with null. */
  holdLoad(sides: readonly CircuitEndSide[], percent: number | null, now: number): void {
    this.advance(now);
    for (const side of sides) {
      if (percent === null) this.held.delete(side);
      else this.held.set(side, percent);
    }
  }

  /**
   * Turns the port at one end up or down. The port at the other end stays as it is, but carries nothing any more.
   *
   * @returns whether this changed anything
   */
  setOperStatus(end: PracticeEnd, status: IfStatus, now: number): boolean {
    this.advance(now);
    const changed = end.port.setOperStatus(status, now);
    this.showAlarms(now);
    return changed;
  }

  /**
   * Holds the alarm of one end, or takes it back with null. What lets nothing through takes the port down.
   *
   * @returns whether this changed anything
   */
  setAlarm(end: PracticeEnd, alarm: PracticeAlarm | null, now: number): boolean {
    if (end.line.forced === alarm) return false;
    const wasBroken = isBreaking(end.line.forced);
    end.line.forced = alarm;
    if (isBreaking(alarm)) this.setOperStatus(end, IF_STATUS.down, now);
    else if (wasBroken) this.setOperStatus(end, IF_STATUS.up, now);
    this.showAlarms(now);
    return true;
  }

  endsOn(side: CircuitEndSide): readonly PracticeEnd[] {
    return this.ends.filter((end) => end.side === side);
  }

  /** Brings both ends to a moment, which must happen before anything about the line changes. */
  advance(now: number): void {
    for (const { port } of this.ends) port.advance(now);
  }

  /** Each end shows its own fault, or complains of that of the other one. */
  private showAlarms(now: number): void {
    for (const end of this.ends) {
      const isFarBroken = this.ends.some((other) => other.side !== end.side && faultOf(other) !== null);
      end.line.enter(faultOf(end) ?? end.line.forced ?? (isFarBroken ? 'rai' : null), now);
    }
  }

  /** Two parallel accesses do not need each other; of a line in series every side is needed. */
  isWhole(): boolean {
    if (this.facts.composeMode === 'PARALLEL') return true;
    return this.hasWay('A') && this.hasWay('Z');
  }

  /** Whether a side has a port that is up; a side that nobody polls is taken to be well. */
  private hasWay(side: CircuitEndSide): boolean {
    let isPolled = false;
    for (const end of this.ends) {
      if (end.side !== side) continue;
      if (end.port.isUp) return true;
      isPolled = true;
    }
    return !isPolled;
  }
}

/** Why nothing comes in at an end, or null. */
function faultOf({ line, port }: PracticeEnd): PracticeAlarm | null {
  if (isBreaking(line.forced)) return line.forced;
  return port.isUp ? null : 'los';
}

const NOTHING: OfferedLoad = { inBps: 0, outBps: 0 };
