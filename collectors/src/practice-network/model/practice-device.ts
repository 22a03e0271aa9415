import type { DemoDevice, DemoReading } from '@linewatch/shared/demo';
import type { PracticeLine } from './practice-line.js';
import type { PracticeOptics } from './practice-optics.js';
import type { PracticePath } from './practice-path.js';
import type { PracticePort } from './practice-port.js';
import { seededShare } from './seeded-share.js';

const DAY_MS = 86_400_000;
const CENTISECOND_MS = 10;
const TIME_TICKS_SPAN = 2 ** 32;
const LONGEST_UP_DAYS = 400;
const SHORTEST_UP_DAYS = 3;
/** 2020-01-01T00:00:00Z. */
const BOOTS_EPOCH_S = 1_577_836_800;

/** Something that a device shows besides its ports, and what is behind it. */
export interface PlacedMeasure {
  readonly reading: DemoReading;
  readonly circuitCode: string;
  readonly port: PracticePort;
  readonly line: PracticeLine;
  readonly optics: PracticeOptics;
  readonly path: PracticePath;
  /** Whether anything comes through the circuit now. */
  readonly isWhole: () => boolean;
}

/** One device: how long it is up, how often it started, and whether it answers at all. */
export class PracticeDevice {
  readonly ports: PracticePort[] = [];
  readonly measures: PlacedMeasure[] = [];
  /** A silent device hears everything and says nothing, as behind a broken management network. */
  isSilent = false;
  /** ms; when the rows of its interface table were given other indexes, null: never since its start. */
  private renumberedAt: number | null = null;
  private bootedAt: number;
  private boots: number;

  /**
   * @param facts as the demo's world has them
   * @param startedAt ms; the device claims to be up for some days then, always the same number
   */
  constructor(
    readonly facts: DemoDevice,
    startedAt: number,
  ) {
    this.bootedAt = startedAt - firstUpTimeMs(facts.code);
    // snmpEngineBoots must grow with every start (RFC 3414 section 2.2.2) and nothing is kept on disk: the clock counts.
    this.boots = Math.floor(startedAt / 1_000) - BOOTS_EPOCH_S;
  }

  get code(): string {
    return this.facts.code;
  }

  /** snmpEngineBoots. */
  get engineBoots(): number {
    return this.boots;
  }

  /** snmpEngineTime: seconds since the engine last started. */
  engineTime(now: number): number {
    return Math.floor((now - this.bootedAt) / 1_000);
  }

  /** sysUpTime at a moment, in hundredths of a second; wraps at 2^32. */
  upTimeAt(moment: number): number {
    return Math.floor((moment - this.bootedAt) / CENTISECOND_MS) % TIME_TICKS_SPAN;
  }

  /** Brings every counter to a moment. */
  advance(now: number): void {
    for (const port of this.ports) port.advance(now);
  }

  /** Gives every interface another index, as some devices do when a card is added; counters and names stay. */
  renumber(now: number): void {
    const highest = Math.max(0, ...this.ports.map(({ ifIndex }) => ifIndex));
    // In the other order, so that no port keeps its neighbour's place.
    for (const [place, port] of this.ports.toReversed().entries()) port.ifIndex = highest + 1 + place;
    this.renumberedAt = now;
  }

  /** ifTableLastChange: sysUpTime when rows of ifTable changed last, 0 for not since the start. */
  get tableChangedAt(): number {
    return this.renumberedAt === null ? 0 : this.upTimeAt(this.renumberedAt);
  }

  /** Starts anew: up time and counters from 0, one boot more. */
  reboot(now: number): void {
    for (const port of this.ports) port.restart(now);
    for (const { line } of this.measures) line.restart();
    this.renumberedAt = null;
    this.bootedAt = now;
    this.boots += 1;
  }
}

/** How long a device has been up when the practice network starts, in ms. */
export function firstUpTimeMs(code: string): number {
  const days = SHORTEST_UP_DAYS + seededShare(code, 'up') * (LONGEST_UP_DAYS - SHORTEST_UP_DAYS);
  return Math.floor(days * DAY_MS);
}
