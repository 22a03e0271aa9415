import {
  counterDelta,
  lastChangeAt,
  type PortMoment,
  portSpeedBps,
  type RateStatus,
  type Reading,
  sampleInterval,
} from '@linewatch/shared';
import type { Counter } from '../mibs/if-mib.js';
import { type Baseline, baselineOf, type CounterName, writeResume } from './baseline.js';
import type { PortAnswer } from './device-reader.js';

/** What goes into a reading besides the agent's answer. */
export interface ReadingContext {
  /** Epoch seconds by which the reading is known. */
  readonly slot: number;
  readonly intervalS: number;
  readonly engineBoots: number | null;
  readonly baseline: Baseline | null;
}

/** A reading and what the next one of the port is compared with. */
export interface PortReading {
  readonly reading: Reading;
  readonly baseline: Baseline | null;
}

const MOST_GAINED = BigInt(Number.MAX_SAFE_INTEGER);

type Rates = Pick<Reading, 'status' | 'dtMs' | 'inBps' | 'outBps' | CounterName>;

/**
 * Makes the reading of one port: its states as the agent gave them, and rates by P-RATE against the baseline.
 * A port that the device does not have keeps its baseline, so that P-RATE decides what its return is worth.
 */
export function portReading({ port, time, row }: PortAnswer, context: ReadingContext): PortReading {
  if (row === null) {
    const reading = {
      ...missing('NO_SUCH_PORT'),
      portId: port.portId,
      slot: context.slot,
      takenAt: time.takenAt,
      adminStatus: null,
      operStatus: null,
      lastChangeAt: null,
      ifIndex: null,
      speedBps: null,
      resume: context.baseline ? writeResume(context.baseline) : '',
    };
    return { reading, baseline: context.baseline };
  }
  const { ifName, ifAlias, discontinuity } = row;
  const moment = {
    takenAt: time.takenAt,
    sysUpTime: time.sysUpTime,
    engineBoots: context.engineBoots,
    discontinuity,
    ifName,
    ifAlias,
  };
  const baseline = baselineOf(row, moment, time.monotonicAt);
  const speedBps = portSpeedBps(row.ifSpeed, row.ifHighSpeed);
  const reading = {
    ...rates(context.baseline, baseline, speedBps, context.intervalS),
    portId: port.portId,
    slot: context.slot,
    takenAt: time.takenAt,
    adminStatus: statusOf(row.adminStatus, LAST_ADMIN_STATUS),
    operStatus: statusOf(row.operStatus, LAST_OPER_STATUS),
    lastChangeAt: row.lastChange === null ? null : lastChangeAt(time.takenAt, time.sysUpTime, row.lastChange),
    ifIndex: row.ifIndex,
    speedBps,
    resume: writeResume(baseline),
  };
  return { reading, baseline };
}

function rates(previous: Baseline | null, current: Baseline, speedBps: number | null, intervalS: number): Rates {
  if (previous === null) return missing('NO_BASELINE');
  const interval = sampleInterval(momentBefore(previous, current), current.moment, intervalS);
  if (interval.status !== 'OK') return missing(interval.status);
  const { dtMs } = interval;
  const gain = (name: CounterName, unit: 'octets' | 'packets'): Gain =>
    gained(previous.counters[name], current.counters[name], dtMs, speedBps, unit);
  const inbound = gain('inOctets', 'octets');
  const outbound = gain('outOctets', 'octets');
  if (inbound.status !== 'OK') return missing(inbound.status);
  if (outbound.status !== 'OK') return missing(outbound.status);
  return {
    status: 'OK',
    dtMs,
    inBps: Math.round(inbound.perSecond),
    outBps: Math.round(outbound.perSecond),
    inOctets: Number(inbound.delta),
    outOctets: Number(outbound.delta),
    inErrors: deltaOf(gain('inErrors', 'packets')),
    outErrors: deltaOf(gain('outErrors', 'packets')),
    inDiscards: deltaOf(gain('inDiscards', 'packets')),
    outDiscards: deltaOf(gain('outDiscards', 'packets')),
    inPackets: deltaOf(gain('inPackets', 'packets')),
    outPackets: deltaOf(gain('outPackets', 'packets')),
  };
}

/** ifAdminStatus ends with testing(3), ifOperStatus with lowerLayerDown(7) (RFC 2863 section 6). */
const LAST_ADMIN_STATUS = 3;
const LAST_OPER_STATUS = 7;

/** A number that the MIB does not name says nothing about the port. */
function statusOf(value: number | null, last: number): number | null {
  return value !== null && value >= 1 && value <= last ? value : null;
}

type Gain = ReturnType<typeof counterDelta> | { readonly status: 'NO_BASELINE' };

/** A counter that one of the readings lacks, or that was read in another width, has nothing to be compared with. */
function gained(
  before: Counter | null,
  now: Counter | null,
  dtMs: number,
  speedBps: number | null,
  unit: 'octets' | 'packets',
): Gain {
  if (before === null || now?.width !== before.width) return { status: 'NO_BASELINE' };
  const gain = counterDelta(before.value, now.value, dtMs, { width: now.width, speedBps, unit });
  // Where the speed is unknown P-RATE has no bound; nothing carries so much between two polls.
  return gain.status === 'OK' && gain.delta > MOST_GAINED ? { status: 'RATE_EXCEEDS_SPEED' } : gain;
}

function deltaOf(gain: Gain): number | null {
  return gain.status === 'OK' ? Number(gain.delta) : null;
}

/**
 * The older moment, placed by the monotonic clock where one process read both: the wall clock may have been set in
 * between, and an interval must not change with it.
 */
function momentBefore(previous: Baseline, current: Baseline): PortMoment {
  if (previous.monotonicAt === null || current.monotonicAt === null) return previous.moment;
  const elapsedMs = Math.round(current.monotonicAt - previous.monotonicAt);
  return { ...previous.moment, takenAt: current.moment.takenAt - elapsedMs };
}

function missing(status: Exclude<RateStatus, 'OK'>): Rates {
  return {
    status,
    dtMs: null,
    inBps: null,
    outBps: null,
    inOctets: null,
    outOctets: null,
    inErrors: null,
    outErrors: null,
    inDiscards: null,
    outDiscards: null,
    inPackets: null,
    outPackets: null,
  };
}
