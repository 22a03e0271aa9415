import * as z from 'zod/mini';

/**
 * What is measured besides the counters of ports. A point is one thing to measure of one circuit end: an E1 or SDH
 * line, an optical transceiver, or a path whose latency, loss and jitter are wanted.
 */
export const MEASURE_KINDS = ['LINE', 'OPTICAL', 'LATENCY'] as const;
export type MeasureKind = (typeof MEASURE_KINDS)[number];

const point = {
  /** Small integer, as `portId` is; of its own number range. */
  pointId: z.int(),
  intervalS: z.int().check(z.minimum(1), z.maximum(86_400)),
};

const count = z.int().check(z.minimum(1), z.maximum(100));
const spacingMs = z.int().check(z.minimum(10), z.maximum(5_000));

/** What is read from a device by SNMP, by its source. */
const READ = {
  /** DS1-MIB (RFC 4805): E1 line status and 15-minute performance. */
  DS1: { source: z.literal('DS1'), ifName: z.string() },
  /** SONET-MIB (RFC 3592): section, line, path or VT of an SDH port. */
  SONET: { source: z.literal('SONET'), ifName: z.string(), layer: z.enum(['SECTION', 'LINE', 'PATH', 'VT']) },
  /** ENTITY-SENSOR-MIB (RFC 3433); each sensor by its entPhysicalIndex, null where the transceiver has none. */
  ENTITY_SENSOR: {
    source: z.literal('ENTITY_SENSOR'),
    rxPower: z.nullable(z.int()),
    txPower: z.nullable(z.int()),
    temperature: z.nullable(z.int()),
    voltage: z.nullable(z.int()),
    bias: z.nullable(z.int()),
  },
  /** hwOpticalModuleInfoTable; its power columns are microwatt on some models, hundredths of dBm on others. */
  HUAWEI_OPTICAL: {
    source: z.literal('HUAWEI_OPTICAL'),
    entPhysicalIndex: z.int(),
    powerUnit: z.enum(['MICROWATT', 'CENTI_DBM']),
  },
  /** DISMAN-PING-MIB (RFC 4560): a test that the device runs itself. */
  DISMAN_PING: { source: z.literal('DISMAN_PING'), owner: z.string(), testName: z.string() },
  /** CISCO-RTTMON-MIB: an IP SLA operation of type jitter or echo. */
  RTTMON: { source: z.literal('RTTMON'), index: z.int(), unit: z.enum(['MS', 'US']) },
};

/** What the collector measures itself, by its source. */
const PROBED = {
  /** ICMP echo by the system's fping. */
  ICMP: { source: z.literal('ICMP'), target: z.string(), count, spacingMs },
  /** STAMP in unauthenticated mode (RFC 8762 section 4.2.1), which a TWAMP-light reflector answers too. */
  STAMP: {
    source: z.literal('STAMP'),
    target: z.string(),
    port: z.int().check(z.minimum(1), z.maximum(65_535)),
    count,
    spacingMs,
  },
};

/** What a point reads, without its place: as staff lay it down. */
export const MeasureReading = z.discriminatedUnion('source', [
  z.object(READ.DS1),
  z.object(READ.SONET),
  z.object(READ.ENTITY_SENSOR),
  z.object(READ.HUAWEI_OPTICAL),
  z.object(READ.DISMAN_PING),
  z.object(READ.RTTMON),
  z.object(PROBED.ICMP),
  z.object(PROBED.STAMP),
]);
export type MeasureReading = z.infer<typeof MeasureReading>;

/** Points that are read from a device by SNMP, in the poll profile of the device. */
export const DeviceMeasure = z.discriminatedUnion('source', [
  z.object({ ...point, ...READ.DS1 }),
  z.object({ ...point, ...READ.SONET }),
  z.object({ ...point, ...READ.ENTITY_SENSOR }),
  z.object({ ...point, ...READ.HUAWEI_OPTICAL }),
  z.object({ ...point, ...READ.DISMAN_PING }),
  z.object({ ...point, ...READ.RTTMON }),
]);
export type DeviceMeasure = z.infer<typeof DeviceMeasure>;
export type DeviceMeasureSource = DeviceMeasure['source'];

/** Points that the collector measures itself, from where it stands. */
export const OwnProbe = z.discriminatedUnion('source', [
  z.object({ ...point, ...PROBED.ICMP }),
  z.object({ ...point, ...PROBED.STAMP }),
]);
export type OwnProbe = z.infer<typeof OwnProbe>;

/** How a measurement went. Everything but OK leaves the values null: missing is never nought. */
export const MEASURE_STATUSES = [
  'OK',
  /** The device did not answer, or not to this. */
  'NO_ANSWER',
  /** The device has no such row, sensor or test. */
  'NOT_THERE',
  /**
   * The device says that its own value is not to be used (sensor unavailable, interval invalid, test not finished), or
   * gives one that is not of the kind its MIB says.
   */
  'NOT_USABLE',
  /** The probe could not be run here (no fping, no right to send). Says nothing of the line. */
  'NOT_MEASURED',
] as const;
export type MeasureStatus = (typeof MEASURE_STATUSES)[number];

/**
 * Measurements as columns of equal length, one row a point and slot; (pointId, slot) is the identity, `slot` and
 * `takenAt` as those of readings.
 *
 * - `alarmBits` the sum of the status object of the MIB (dsx1LineStatus, sonetSectionCurrentStatus, …)
 * - `changedAt` ms, when the line entered this status, or null
 */
export const LINE_COLUMNS = ['pointId', 'slot', 'takenAt', 'status', 'alarmBits', 'changedAt'] as const;
export interface LineMeasurement extends Measurement {
  readonly alarmBits: number | null;
  readonly changedAt: number | null;
}

/**
 * One 15-minute interval of an E1 or SDH line; `slot` is its start. Sent again one interval later, because an agent
 * may lower `uas` at the boundary; then `isFinal` is true and the row is frozen. Seconds and counts.
 */
export const PERFORMANCE_COLUMNS = [
  'pointId',
  'slot',
  'takenAt',
  'status',
  'es',
  'ses',
  'uas',
  'cv',
  'isFinal',
] as const;
export interface PerformanceMeasurement extends Measurement {
  readonly es: number | null;
  readonly ses: number | null;
  readonly uas: number | null;
  readonly cv: number | null;
  readonly isFinal: boolean;
}

/** Powers in dBm, `biasMa` milliampere, `temperatureC` degrees Celsius, `voltageV` volt. No light is `rxDbm` -40 (P-DDM). */
export const OPTICAL_COLUMNS = [
  'pointId',
  'slot',
  'takenAt',
  'status',
  'rxDbm',
  'txDbm',
  'temperatureC',
  'voltageV',
  'biasMa',
] as const;
export interface OpticalMeasurement extends Measurement {
  readonly rxDbm: number | null;
  readonly txDbm: number | null;
  readonly temperatureC: number | null;
  readonly voltageV: number | null;
  readonly biasMa: number | null;
}

/**
 * One run of a test or probe. Times in whole microseconds; `jitterUs` by P-JITTER (mean |delay_i - delay_(i-1)|), or
 * the device's own figure where it gives only that. A run without any answer is OK with `received` 0: that is loss.
 */
export const LATENCY_COLUMNS = [
  'pointId',
  'slot',
  'takenAt',
  'status',
  'sent',
  'received',
  'minUs',
  'meanUs',
  'maxUs',
  'jitterUs',
] as const;
export interface LatencyMeasurement extends Measurement {
  readonly sent: number | null;
  readonly received: number | null;
  readonly minUs: number | null;
  readonly meanUs: number | null;
  readonly maxUs: number | null;
  readonly jitterUs: number | null;
}

/** What every measurement has. */
export interface Measurement {
  readonly pointId: number;
  readonly slot: number;
  readonly takenAt: number;
  readonly status: MeasureStatus;
}

/** What was measured besides the counters of ports, by the form it has in a batch. Each list in the order of time. */
export interface Measurements {
  readonly line: readonly LineMeasurement[];
  readonly performance: readonly PerformanceMeasurement[];
  readonly optical: readonly OpticalMeasurement[];
  readonly latency: readonly LatencyMeasurement[];
}

export const NO_MEASUREMENTS: Measurements = { line: [], performance: [], optical: [], latency: [] };

const column = z.array(z.unknown()).check(z.maxLength(10_000));

/** The part of a batch with measurements. Values are checked row by row, as those of readings are. */
export const MeasureColumns = z.object({
  line: z.optional(z.record(z.enum(LINE_COLUMNS), column)),
  performance: z.optional(z.record(z.enum(PERFORMANCE_COLUMNS), column)),
  optical: z.optional(z.record(z.enum(OPTICAL_COLUMNS), column)),
  latency: z.optional(z.record(z.enum(LATENCY_COLUMNS), column)),
});
export type MeasureColumns = z.infer<typeof MeasureColumns>;
