import * as z from 'zod/mini';
import { DEVICE_FAULTS } from './devices.contract.js';

/** How much of one trap is kept: what a person reads, never a way to fill the disk. */
export const TRAP_BOUNDS = { varbinds: 32, oid: 255, value: 256 } as const;
/** How many traps, and how many readings, one delivery may hold. */
const MOST_IN_A_DELIVERY = 500;

const Oid = z.string().check(z.maxLength(TRAP_BOUNDS.oid), z.regex(/^\d+(?:\.\d+)*$/));
const Moment = z.int().check(z.nonnegative());

/** One value of a trap. `type` is the SMI name of its kind; `value` is text for reading, with nothing secret in it. */
export const TrapVarbind = z.object({
  oid: Oid,
  type: z.string().check(z.maxLength(20)),
  value: z.string().check(z.maxLength(TRAP_BOUNDS.value)),
});
export type TrapVarbind = z.infer<typeof TrapVarbind>;

const TRAP_FACTS = {
  id: z.uuid(),
  /** Address and port that the datagram came from. */
  source: z.string().check(z.maxLength(80)),
  /** agent-addr of a v1 trap or snmpTrapAddress: what it says of itself, believed by nobody. */
  agentAddress: z.nullable(z.string().check(z.maxLength(45))),
  version: z.enum(['V1', 'V2C', 'V3']),
  isInform: z.boolean(),
  /** snmpTrapOID; that of a v1 trap by P-TRAPOID. */
  oid: Oid,
  /** Hundredths of a second. */
  sysUpTime: z.nullable(Moment),
  ifIndex: z.nullable(z.int()),
  varbinds: z.array(TrapVarbind).check(z.maxLength(TRAP_BOUNDS.varbinds)),
  /** Values that the bounds left no room for. */
  leftOut: z.int().check(z.nonnegative()),
};

/** A trap as the collector took it: authentic as far as its version can be, and told once. `trapAt` in ms. */
export const TrapNote = z.object({ ...TRAP_FACTS, deviceId: z.uuid(), trapAt: Moment });
export type TrapNote = z.infer<typeof TrapNote>;

/** What the poll that a trap caused came to. The statuses are those of IF-MIB, of the port that the trap named. */
export const TrapReading = z.object({
  trapId: z.uuid(),
  /** ms, when the poll was over. */
  readAt: Moment,
  fault: z.nullable(z.enum(DEVICE_FAULTS)),
  adminStatus: z.nullable(z.int()),
  operStatus: z.nullable(z.int()),
});
export type TrapReading = z.infer<typeof TrapReading>;

/** `POST /api/v1/collector/traps`, answered with a BatchReceipt. A trap is itself by its id: sent again, it stays one. */
export const TrapBatch = z.object({
  notes: z.array(TrapNote).check(z.maxLength(MOST_IN_A_DELIVERY)),
  readings: z.array(TrapReading).check(z.maxLength(MOST_IN_A_DELIVERY)),
});
export type TrapBatch = z.infer<typeof TrapBatch>;

/** A trap as the NOC reads it. Never sent to customers or account managers. */
export const TrapView = z.object({
  ...TRAP_FACTS,
  device: z.object({ id: z.uuid(), code: z.string(), name: z.string() }),
  /** Of notifications that the house knows. */
  name: z.nullable(z.string()),
  trapAt: z.iso.datetime(),
  /** What was read of the device because of it; null: nothing (yet). */
  reading: z.nullable(
    z.object({
      at: z.iso.datetime(),
      fault: z.nullable(z.enum(DEVICE_FAULTS)),
      adminStatus: z.nullable(z.int()),
      operStatus: z.nullable(z.int()),
    }),
  ),
});
export type TrapView = z.infer<typeof TrapView>;

/** `GET /api/v1/traps`, newest first. `device` is an id or a code, `name` a known name or an OID, times in ms. */
export const TrapQuery = z.object({
  device: z.optional(z.string().check(z.trim(), z.maxLength(80))),
  name: z.optional(z.string().check(z.trim(), z.maxLength(TRAP_BOUNDS.oid))),
  from: z.optional(z.coerce.number().check(z.int(), z.nonnegative())),
  to: z.optional(z.coerce.number().check(z.int(), z.nonnegative())),
  limit: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(200)), 100),
  cursor: z.optional(z.string().check(z.maxLength(400))),
});
export type TrapQuery = z.infer<typeof TrapQuery>;

/** `dropped`: unknown traps of these devices that were too many in an hour to be kept, in all the time that is kept. */
export const TrapPage = z.object({
  items: z.array(TrapView),
  dropped: z.int(),
  nextCursor: z.nullable(z.string()),
});
export type TrapPage = z.infer<typeof TrapPage>;
