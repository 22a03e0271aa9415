import * as z from 'zod/mini';
import { DEVICE_FAULTS } from './devices.contract.js';
import { DeviceMeasure, MeasureColumns, OwnProbe } from './measures.contract.js';

/** Protocols that nobody should choose today; a device that has no others needs `legacy: true`. */
const LEGACY_PROTOCOLS: ReadonlySet<string> = new Set(['MD5', 'SHA1', 'DES']);

/** Whether an access names MD5, SHA-1 or DES. */
export function usesLegacyProtocol(access: {
  readonly authProtocol?: unknown;
  readonly privProtocol?: unknown;
}): boolean {
  return [access.authProtocol, access.privProtocol].some(
    (protocol) => typeof protocol === 'string' && LEGACY_PROTOCOLS.has(protocol),
  );
}

/** Longer than any device takes; contextName is an SnmpAdminString of at most 255 octets (RFC 3411 section 3.3.1). */
const Secret = z.string().check(z.maxLength(255));

/** How to ask one device. Secrets travel only in the work list, only to the collector that polls the device. */
export const SnmpAccess = z.discriminatedUnion('version', [
  z.object({ version: z.enum(['V1', 'V2C']), community: Secret }),
  z
    .object({
      version: z.literal('V3'),
      /** RFC 3414 section 5, usmUserName. */
      user: z.string().check(z.maxLength(32)),
      /** MD5 and SHA1 with `legacy` only. */
      authProtocol: z.enum(['MD5', 'SHA1', 'SHA224', 'SHA256', 'SHA384', 'SHA512']),
      authKey: Secret,
      /**
       * DES with `legacy` only, and even so not by itself: Node's OpenSSL keeps it in its legacy provider, so that such
       * a device cannot be asked (INTERNAL) unless NODE_OPTIONS has `--openssl-legacy-provider`. AES256B is the key extension of Blumenthal's draft, AES256R
       * that of Reeder's draft, which Cisco uses.
       */
      privProtocol: z.enum(['DES', 'AES128', 'AES256B', 'AES256R']),
      privKey: Secret,
      contextName: z._default(Secret, ''),
      /** Somebody knows that MD5, SHA1 or DES are broken and that the device can do no better. */
      legacy: z.optional(z.boolean()),
    })
    .check(
      z.refine((access) => access.legacy === true || !usesLegacyProtocol(access), {
        path: ['legacy'],
        error: 'MD5, SHA1 and DES need legacy: true',
      }),
    ),
]);
export type SnmpAccess = z.infer<typeof SnmpAccess>;

/** How often and how patiently a device is asked. */
export const PollProfile = z.object({
  intervalS: z.int().check(z.minimum(1), z.maximum(3_600)),
  /** How often it is looked whether the states of ports are as they were read last; absent: they are read with the rest. */
  statusS: z.optional(z.int().check(z.minimum(1), z.maximum(3_600))),
  /** Whether packets to groups and to all are counted besides those to one (P-ERR); absent: they are not. */
  countsAllPackets: z.optional(z.boolean()),
  timeoutMs: z.int().check(z.minimum(50), z.maximum(60_000)),
  retries: z.int().check(z.minimum(0), z.maximum(5)),
  backoff: z.number().check(z.minimum(1), z.maximum(3)),
  maxRepetitions: z.int().check(z.minimum(1), z.maximum(50)),
});
export type PollProfile = z.infer<typeof PollProfile>;

/** A port to read. It is found by `ifName` (with `ifAlias` as check), never by index. */
export const PolledPort = z.object({
  portId: z.int(),
  ifName: z.string(),
  ifAlias: z.nullable(z.string()),
  /** What the collector sent with the last stored reading, so that a new collector goes on without a hole. */
  resume: z.nullable(z.string()),
});
export type PolledPort = z.infer<typeof PolledPort>;

export const PolledDevice = z.object({
  id: z.uuid(),
  address: z.string(),
  port: z.int(),
  access: SnmpAccess,
  profile: PollProfile,
  ports: z.array(PolledPort),
  /** What else is read from it; absent is nothing. */
  measures: z.optional(z.array(DeviceMeasure)),
});
export type PolledDevice = z.infer<typeof PolledDevice>;

/** `GET /api/v1/collector/work-list`; `version` is its ETag. Unchanged: 304. `resume` values do not count as a change. */
export const WorkList = z.object({
  version: z.string(),
  devices: z.array(PolledDevice),
  /** What this collector measures itself; absent is nothing. */
  probes: z.optional(z.array(OwnProbe)),
});
export type WorkList = z.infer<typeof WorkList>;

/**
 * Readings as columns of equal length, one row a port and slot. Values are checked row by row
 * (`checkReadings`), so that one bad row is set aside and the rest is stored.
 *
 * - `slot` epoch seconds of the scheduled poll; (portId, slot) is the identity of a reading
 * - `takenAt` ms, when the agent answered; `dtMs` length of the interval the deltas belong to
 * - `status` outcome of P-RATE; deltas and rates are null unless it is OK
 * - `inOctets` .. `outPackets` deltas over `dtMs`
 * - `adminStatus`, `operStatus` numbers of IF-MIB (RFC 2863); null when the agent did not give them
 * - `lastChangeAt` ms by P-LASTCHANGE, or null
 * - `fromTicks`, `toTicks` sysUpTime of the answers that the deltas begin and end with; `toTicks` and the counts belong
 *   to the one answer where there are no deltas
 * - `inCount`, `outCount` the agent's 64-bit counters of octets at the end, modulo 2^48; null where they have 32 bits
 * - `resume` opaque to the API, at most 400 characters
 */
export const READING_COLUMNS = [
  'portId',
  'slot',
  'takenAt',
  'status',
  'dtMs',
  'inBps',
  'outBps',
  'inOctets',
  'outOctets',
  'inErrors',
  'outErrors',
  'inDiscards',
  'outDiscards',
  'inPackets',
  'outPackets',
  'adminStatus',
  'operStatus',
  'lastChangeAt',
  'ifIndex',
  'speedBps',
  'fromTicks',
  'toTicks',
  'inCount',
  'outCount',
  'resume',
] as const;
export type ReadingColumn = (typeof READING_COLUMNS)[number];

/** One reading as the collector makes it and, once checked, as the API stores it. */
export interface Reading {
  readonly portId: number;
  readonly slot: number;
  readonly takenAt: number;
  readonly status: string;
  readonly dtMs: number | null;
  readonly inBps: number | null;
  readonly outBps: number | null;
  readonly inOctets: number | null;
  readonly outOctets: number | null;
  readonly inErrors: number | null;
  readonly outErrors: number | null;
  readonly inDiscards: number | null;
  readonly outDiscards: number | null;
  readonly inPackets: number | null;
  readonly outPackets: number | null;
  readonly adminStatus: number | null;
  readonly operStatus: number | null;
  readonly lastChangeAt: number | null;
  readonly ifIndex: number | null;
  readonly speedBps: number | null;
  readonly fromTicks: number | null;
  readonly toTicks: number | null;
  readonly inCount: number | null;
  readonly outCount: number | null;
  readonly resume: string;
}

/** How the poll of one device went. `at` is ms; `failures` counts failed polls in a row, 0 after an answer. */
export const DevicePoll = z.object({
  deviceId: z.uuid(),
  at: z.int(),
  fault: z.nullable(z.enum(DEVICE_FAULTS)),
  failures: z.int().check(z.nonnegative()),
  /** Polls left out because the one before still ran (POLL_OVERRUN), since the last report. */
  overruns: z.int().check(z.nonnegative()),
  sysUpTime: z.nullable(z.int()),
});
export type DevicePoll = z.infer<typeof DevicePoll>;

/** `POST /api/v1/collector/batches`. (collector, epoch, seq) is its identity: sent again, it is answered and not stored again. */
export const Batch = z.object({
  /** Random id of the spool file; a wiped collector starts a new epoch instead of colliding. */
  epoch: z.string().check(z.minLength(8), z.maxLength(64)),
  seq: z.int().check(z.nonnegative()),
  readings: z.union([
    /** As `packReadings` gives them, the octets in base64: what collectors send. */
    z.object({ packed: z.string(), notes: z.string() }),
    /** As columns that a person can write. */
    z.record(z.enum(READING_COLUMNS), z.array(z.unknown()).check(z.maxLength(10_000))),
  ]),
  devices: z.array(DevicePoll).check(z.maxLength(10_000)),
  measures: z.optional(MeasureColumns),
  /** ms since when so many devices fail together that the collector doubts itself (COLLECTOR_IMPAIRED); null: it is well. */
  impairedSince: z.optional(z.nullable(z.int().check(z.nonnegative()))),
});
export type Batch = z.infer<typeof Batch>;

/** The answer after the commit. `duplicate` true: this batch was stored before and nothing was done now. */
export const BatchReceipt = z.object({
  duplicate: z.boolean(),
  stored: z.int(),
  /** Rows that (portId, slot) had already. */
  known: z.int(),
  setAside: z.array(z.object({ row: z.int(), reason: z.string() })),
});
export type BatchReceipt = z.infer<typeof BatchReceipt>;
