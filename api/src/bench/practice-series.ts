import type { Reading } from '@linewatch/shared';

/** Numbers in [0, 1) that are the same in every run (mulberry32). */
export function seededChance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const CAPACITIES_BPS = [2e6, 10e6, 10e6, 50e6, 100e6, 100e6, 200e6, 1e9];
/** How far a minute's load may lie from the one before, share of it. */
const SWING = 0.08;
/** How far the mean size of a packet may lie from the hour's. */
const PACKET_SWING = 0.03;
const ONE_IN_A_GAP = 3_000;
const ONE_IN_ERRORS = 400;
const ONE_IN_LATE = 50;

/**
 * One port of an enterprise line as a collector tells it: a load between 5 and 60 % that wanders, answers some
 * milliseconds after the slot, an agent that counts its time in ticks of 10 ms, rarely errors, rarely a gap.
 */
export class PracticeSeries {
  private readonly chance: () => number;
  private readonly capacityBps: number;
  private readonly packetOctets: number;
  private inShare: number;
  private outShare: number;

  private ticks = 500_000_000;
  private inCount = 70_000_000_000_000;
  private outCount = 50_000_000_000_000;

  constructor(
    private readonly portId: number,
    private readonly intervalS: number,
  ) {
    this.chance = seededChance(portId * 7_919);
    this.capacityBps = CAPACITIES_BPS[portId % CAPACITIES_BPS.length] ?? 0;
    this.packetOctets = 350 + this.chance() * 700;
    this.inShare = 0.05 + this.chance() * 0.5;
    this.outShare = 0.05 + this.chance() * 0.3;
  }

  /** The reading of a slot; slots are asked for one after another. */
  next(slot: number): Reading {
    this.inShare = this.wander(this.inShare);
    this.outShare = this.wander(this.outShare);
    const isGap = this.chance() * ONE_IN_A_GAP < 1;
    const late = this.chance() * ONE_IN_LATE < 1 ? 900 * this.chance() : 0;
    const dtMs = this.intervalS * 1_000 + 10 * Math.round(3 * (this.chance() - 0.5));
    const inOctets = this.octets(this.inShare, dtMs);
    const outOctets = this.octets(this.outShare, dtMs);
    const fromTicks = this.ticks;
    this.ticks += dtMs / 10;
    this.inCount += inOctets;
    this.outCount += outOctets;
    const errors = this.chance() * ONE_IN_ERRORS < 1 ? Math.ceil(this.chance() * 20) : 0;
    return {
      portId: this.portId,
      slot,
      takenAt: slot * 1_000 + Math.round(20 + 16 * this.chance() + late),
      status: isGap ? 'GAP' : 'OK',
      dtMs: isGap ? null : dtMs,
      inBps: isGap ? null : Math.round((inOctets * 8_000) / dtMs),
      outBps: isGap ? null : Math.round((outOctets * 8_000) / dtMs),
      inOctets: isGap ? null : inOctets,
      outOctets: isGap ? null : outOctets,
      inErrors: isGap ? null : errors,
      outErrors: isGap ? null : 0,
      inDiscards: isGap ? null : errors >> 1,
      outDiscards: isGap ? null : 0,
      inPackets: isGap ? null : this.packets(inOctets),
      outPackets: isGap ? null : this.packets(outOctets),
      adminStatus: 1,
      operStatus: 1,
      lastChangeAt: 1_790_000_000_000,
      ifIndex: this.portId,
      speedBps: this.capacityBps,
      fromTicks: isGap ? null : fromTicks,
      toTicks: this.ticks,
      inCount: this.inCount,
      outCount: this.outCount,
      resume: '',
    };
  }

  private wander(share: number): number {
    const next = share * (1 + SWING * (this.chance() - 0.5) * 2);
    return Math.min(0.6, Math.max(0.05, next));
  }

  private octets(share: number, dtMs: number): number {
    return Math.round((this.capacityBps * share * dtMs) / 8_000);
  }

  private packets(octets: number): number {
    return Math.round(octets / (this.packetOctets * (1 + PACKET_SWING * (this.chance() - 0.5) * 2)));
  }
}
