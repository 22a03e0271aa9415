import type { DevicePoll, LatencyMeasurement, Reading } from '@linewatch/shared';
import { randomUUID } from 'node:crypto';

/** A plausible reading; a test names only what it is about. */
export function aReading(overrides: Partial<Reading> = {}): Reading {
  return {
    portId: 1,
    slot: 1_795_300_000,
    takenAt: 1_795_300_000_123,
    status: 'OK',
    dtMs: 10_000,
    inBps: 1_000,
    outBps: 1_000,
    inOctets: 1_250,
    outOctets: 1_250,
    inErrors: 0,
    outErrors: 0,
    inDiscards: 0,
    outDiscards: 0,
    inPackets: 10,
    outPackets: 10,
    adminStatus: 1,
    operStatus: 1,
    lastChangeAt: null,
    ifIndex: 1,
    speedBps: 100_000_000,
    fromTicks: 3_200,
    toTicks: 4_200,
    inCount: 1_250,
    outCount: 1_250,
    resume: 'where it was',
    ...overrides,
  };
}

/** A poll that went well. */
export function aDevicePoll(overrides: Partial<DevicePoll> = {}): DevicePoll {
  return {
    deviceId: randomUUID(),
    at: 1_795_300_000_123,
    fault: null,
    failures: 0,
    overruns: 0,
    sysUpTime: 4_200,
    ...overrides,
  };
}

/** One latency measurement of a run without loss. */
export function aLatencyMeasurement(overrides: Partial<LatencyMeasurement> = {}): LatencyMeasurement {
  return {
    pointId: 1,
    slot: 1_795_300_000,
    takenAt: 1_795_300_000_123,
    status: 'OK',
    sent: 10,
    received: 10,
    minUs: 11_000,
    meanUs: 12_000,
    maxUs: 14_000,
    jitterUs: 500,
    ...overrides,
  };
}
