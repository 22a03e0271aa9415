import type { Reading } from '@linewatch/shared';
import type { BucketRow } from '../telemetry/index.js';
import { ANSWER_MS } from './demo-present.js';
import type { PastReading, TrafficSum } from './demo-traffic.js';

const MS = 1_000;
const OCTETS_A_PACKET = 800;
/** IF-MIB (RFC 2863): up, down. */
const UP = 1;
const DOWN = 2;

/** A told sum as a roll-up holds it: nothing was lost and nothing was wrong. */
export function toBucketRow(portId: number, sum: TrafficSum): BucketRow {
  return { ...sum, portId, nullN: 0, inErrors: 0, outErrors: 0, inDiscards: 0, outDiscards: 0 };
}

/** A told reading as the collector would have brought it. */
export function toReading(portId: number, reading: PastReading, stepS: number): Reading {
  const { slot, isUp, inBps, outBps, inOctets, outOctets } = reading;
  return {
    portId,
    slot,
    takenAt: slot * MS + ANSWER_MS,
    status: 'OK',
    dtMs: stepS * MS,
    inBps,
    outBps,
    inOctets,
    outOctets,
    inErrors: 0,
    outErrors: 0,
    inDiscards: 0,
    outDiscards: 0,
    inPackets: Math.round(inOctets / OCTETS_A_PACKET),
    outPackets: Math.round(outOctets / OCTETS_A_PACKET),
    adminStatus: UP,
    operStatus: isUp ? UP : DOWN,
    lastChangeAt: null,
    ifIndex: null,
    speedBps: null,
    fromTicks: null,
    toTicks: null,
    inCount: null,
    outCount: null,
    resume: '',
  };
}
