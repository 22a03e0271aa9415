import type { DemoPort } from '@linewatch/shared/demo';
import { OctetCounter } from './octet-counter.js';
import { seededShare } from './seeded-share.js';

/** Bits per second that want through a port. */
export interface OfferedLoad {
  readonly inBps: number;
  readonly outBps: number;
}

/** ifOperStatus and ifAdminStatus (RFC 2863 section 6). */
export const IF_STATUS = { up: 1, down: 2 } as const;
export type IfStatus = (typeof IF_STATUS)[keyof typeof IF_STATUS];

/** The load is taken as constant within a step of this length, as it is in the middle, on a grid of absolute time. */
export const LOAD_STEP_MS = 10_000;

/** A gap longer than this (the machine slept) counts as this: nobody needs the octets of a night in a suitcase. */
const LONGEST_GAP_MS = 24 * 3_600_000;

const OCTETS_PER_PACKET = 640n;
const OCTETS_PER_MULTICAST = 120_000n;
const OCTETS_PER_BROADCAST = 900_000n;
/** Above this share of the port's speed its queue begins to overflow. */
const QUEUE_FULL_SHARE = 0.9;
const DISCARDS_PER_SECOND_AT_LINE_RATE = 40;
const ERROR_EVERY_MS = { from: 20 * 60_000, to: 300 * 60_000 };

/**
 * One port: its states and its counters, which advance with the offered load whenever somebody looks.
 * While it is down, or nothing is offered, the counters stand.
 */
export class PracticePort {
  speedBps: number;
  adminStatus: IfStatus = IF_STATUS.up;
  /** May be given anew while the device runs. */
  ifIndex: number;
  private oper: IfStatus = IF_STATUS.up;
  private changedAt: number | null = null;
  private advancedTo: number;
  private readonly inbound: OctetCounter;
  private readonly outbound: OctetCounter;
  private carryingMs = 0;
  private overflow = 0;
  private readonly errorEveryMs: number;

  /**
   * @param facts name, index and speed
   * @param seed words that no other port has, for what is odd about this one
   * @param start octets that both counters begin with
   * @param startedAt ms
   * @param offeredAt the load at a moment, in ms; asked once per step
   */
  constructor(
    readonly facts: DemoPort,
    seed: string,
    start: { readonly inOctets: bigint; readonly outOctets: bigint },
    startedAt: number,
    private readonly offeredAt: (at: number) => OfferedLoad,
  ) {
    this.speedBps = facts.speedBps;
    this.ifIndex = facts.ifIndex;
    this.inbound = new OctetCounter(start.inOctets);
    this.outbound = new OctetCounter(start.outOctets);
    this.advancedTo = startedAt;
    this.errorEveryMs = ERROR_EVERY_MS.from + seededShare(seed, 'errors') * (ERROR_EVERY_MS.to - ERROR_EVERY_MS.from);
  }

  get operStatus(): IfStatus {
    return this.oper;
  }

  get isUp(): boolean {
    return this.oper === IF_STATUS.up;
  }

  /** ms when the present operational state was entered, or null: before the last restart. */
  get operChangedAt(): number | null {
    return this.changedAt;
  }

  /** Brings the counters to a moment. Earlier moments change nothing. */
  advance(now: number): void {
    if (now - this.advancedTo > LONGEST_GAP_MS) this.advancedTo = now - LONGEST_GAP_MS;
    while (this.advancedTo < now) {
      const stepStart = this.advancedTo - (this.advancedTo % LOAD_STEP_MS);
      const until = Math.min(now, stepStart + LOAD_STEP_MS);
      if (this.isUp) this.carry(this.offeredAt(stepStart + LOAD_STEP_MS / 2), until - this.advancedTo);
      this.advancedTo = until;
    }
  }

  /** @returns whether this changed anything */
  setOperStatus(status: IfStatus, now: number): boolean {
    if (this.oper === status) return false;
    this.advance(now);
    this.oper = status;
    this.changedAt = now;
    return true;
  }

  /** As after a restart of the device: everything is counted from nothing. */
  restart(now: number): void {
    this.advance(now);
    this.inbound.reset();
    this.outbound.reset();
    this.carryingMs = 0;
    this.overflow = 0;
    this.changedAt = null;
  }

  get inOctets(): bigint {
    return this.inbound.octets;
  }

  get outOctets(): bigint {
    return this.outbound.octets;
  }

  get inUnicast(): bigint {
    return this.inbound.octetsPassed / OCTETS_PER_PACKET;
  }

  get outUnicast(): bigint {
    return this.outbound.octetsPassed / OCTETS_PER_PACKET;
  }

  get inMulticast(): bigint {
    return this.inbound.octetsPassed / OCTETS_PER_MULTICAST;
  }

  get outMulticast(): bigint {
    return this.outbound.octetsPassed / OCTETS_PER_MULTICAST;
  }

  get inBroadcast(): bigint {
    return this.inbound.octetsPassed / OCTETS_PER_BROADCAST;
  }

  get outBroadcast(): bigint {
    return this.outbound.octetsPassed / OCTETS_PER_BROADCAST;
  }

  get inErrors(): number {
    return Math.floor(this.carryingMs / this.errorEveryMs);
  }

  get outErrors(): number {
    return Math.floor(this.carryingMs / (this.errorEveryMs * 7));
  }

  get inDiscards(): number {
    return Math.floor(this.carryingMs / (this.errorEveryMs * 3));
  }

  get outDiscards(): number {
    return Math.floor(this.overflow);
  }

  private carry(offered: OfferedLoad, ms: number): void {
    const inBps = Math.min(Math.round(offered.inBps), this.speedBps);
    const outBps = Math.min(Math.round(offered.outBps), this.speedBps);
    if (inBps <= 0 && outBps <= 0) return;
    this.inbound.add(inBps, ms);
    this.outbound.add(outBps, ms);
    this.carryingMs += ms;
    const share = outBps / this.speedBps;
    if (share <= QUEUE_FULL_SHARE) return;
    const fullness = (share - QUEUE_FULL_SHARE) / (1 - QUEUE_FULL_SHARE);
    this.overflow += (fullness * DISCARDS_PER_SECOND_AT_LINE_RATE * ms) / 1_000;
  }
}
