import { randomUUID } from 'node:crypto';
import { type Batch, type DevicePoll, packReadings, type Reading, READING_COLUMNS } from '@linewatch/shared';

/** A reading with the port up and 80 kbit/s in, 40 kbit/s out over 10 s; a test names only what it is about. */
export function aReading(overrides: Partial<Reading> & Pick<Reading, 'portId' | 'slot'>): Reading {
  return {
    takenAt: overrides.slot * 1_000 + 200,
    status: 'OK',
    dtMs: 10_000,
    inBps: 80_000,
    outBps: 40_000,
    inOctets: 100_000,
    outOctets: 50_000,
    inErrors: 0,
    outErrors: 0,
    inDiscards: 0,
    outDiscards: 0,
    inPackets: 100,
    outPackets: 50,
    adminStatus: 1,
    operStatus: 1,
    lastChangeAt: null,
    ifIndex: 1,
    speedBps: 1_000_000_000,
    fromTicks: null,
    toTicks: null,
    inCount: null,
    outCount: null,
    resume: 'noted',
    ...overrides,
  };
}

/** A reading of a port that is down: its counters stand still. */
export function aDownReading(overrides: Partial<Reading> & Pick<Reading, 'portId' | 'slot'>): Reading {
  return aReading({ operStatus: 2, inBps: 0, outBps: 0, inOctets: 0, outOctets: 0, ...overrides });
}

/** A reading without a rate: the first of its port, or one that P-RATE refused. */
export function aReadingWithoutRate(overrides: Partial<Reading> & Pick<Reading, 'portId' | 'slot'>): Reading {
  return aReading({
    status: 'NO_BASELINE',
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
    ...overrides,
  });
}

/** A batch as a collector sends it: columns of the readings, under a key of its own. */
export function aBatch(readings: readonly Reading[], devices: readonly DevicePoll[] = []): Batch {
  const columns = Object.fromEntries(READING_COLUMNS.map((name) => [name, readings.map((reading) => reading[name])]));
  return { epoch: randomUUID(), seq: 1, readings: columns as Batch['readings'], devices: [...devices] };
}

/** The same in the form that collectors send. */
export function aPackedBatch(readings: readonly Reading[], devices: readonly DevicePoll[] = []): Batch {
  const { octets, notes } = packReadings(readings);
  return { ...aBatch([], devices), readings: { packed: Buffer.from(octets).toString('base64'), notes } };
}

/** The report of a poll that was answered. */
export function aDevicePoll(overrides: Partial<DevicePoll> & Pick<DevicePoll, 'deviceId' | 'at'>): DevicePoll {
  return { fault: null, failures: 0, overruns: 0, sysUpTime: Math.floor(overrides.at / 10) % 2 ** 32, ...overrides };
}
