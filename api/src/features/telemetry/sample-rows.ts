import type { Reading } from '@linewatch/shared';

/** What is stored of a reading, without its port. */
export type StoredSample = Omit<Reading, 'portId' | 'ifIndex' | 'speedBps' | 'resume'>;

/** What is stored of a reading. */
export interface PortSampleRow extends StoredSample {
  readonly portId: number;
}

/** What is stored of a reading: the state it told, and where it stands. */
export type StateSample = Pick<
  PortSampleRow,
  'portId' | 'slot' | 'takenAt' | 'adminStatus' | 'operStatus' | 'lastChangeAt' | 'toTicks'
>;

/** What is stored of a reading: the traffic. Null where there was no valid rate. */
export type TrafficSample = Omit<
  StoredSample,
  | 'status'
  | 'inPackets'
  | 'outPackets'
  | 'adminStatus'
  | 'operStatus'
  | 'lastChangeAt'
  | 'fromTicks'
  | 'toTicks'
  | 'inCount'
  | 'outCount'
>;

/** Sums and extremes of one port over one bucket, as the roll-ups keep them. */
export interface BucketRow {
  readonly portId: number;
  readonly bucket: number;
  /** Readings with a rate, readings without, and readings with the port up. */
  readonly n: number;
  readonly nullN: number;
  readonly upN: number;
  readonly coveredMs: number;
  readonly inOctets: number;
  readonly outOctets: number;
  readonly inMax: number | null;
  readonly inMin: number | null;
  readonly outMax: number | null;
  readonly outMin: number | null;
  readonly inErrors: number;
  readonly outErrors: number;
  readonly inDiscards: number;
  readonly outDiscards: number;
}

/** A row of sums as a driver gives it (MySQL: SUM is a DECIMAL, handed over as text) as numbers. */
export function toBucketRow(row: Readonly<Record<keyof BucketRow, number | string | null>>): BucketRow {
  return {
    portId: Number(row.portId),
    bucket: Number(row.bucket),
    n: Number(row.n),
    nullN: Number(row.nullN),
    upN: Number(row.upN),
    coveredMs: Number(row.coveredMs),
    inOctets: Number(row.inOctets),
    outOctets: Number(row.outOctets),
    inMax: toNumber(row.inMax),
    inMin: toNumber(row.inMin),
    outMax: toNumber(row.outMax),
    outMin: toNumber(row.outMin),
    inErrors: Number(row.inErrors),
    outErrors: Number(row.outErrors),
    inDiscards: Number(row.inDiscards),
    outDiscards: Number(row.outDiscards),
  };
}

/** bigint columns and sums come as text from mysql2 and as numbers from better-sqlite3. */
export function toNumber(value: number | string | null): number | null {
  return value === null ? null : Number(value);
}
