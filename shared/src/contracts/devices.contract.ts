import * as z from 'zod/mini';

/** Why a device gave no usable answer. The names of the USM faults are those of standards 1.6. */
export const DEVICE_FAULTS = [
  'NO_ANSWER',
  'NO_SUCH_HOST',
  'PORT_CLOSED',
  'AUTH_LEVEL',
  'TIME_WINDOW',
  'UNKNOWN_USER',
  'UNKNOWN_ENGINE',
  'WRONG_KEY',
  'DECRYPT',
  'MALFORMED',
  'OTHER_OID',
  'REFUSED',
  'NO_INTERFACES',
  'INTERNAL',
] as const;
export type DeviceFault = (typeof DEVICE_FAULTS)[number];

export const REACHABILITIES = ['REACHABLE', 'UNREACHABLE', 'UNKNOWN'] as const;
export type Reachability = (typeof REACHABILITIES)[number];

/** A device as the NOC sees it. Never sent to customers or account managers. */
export const DeviceView = z.object({
  id: z.uuid(),
  code: z.string(),
  name: z.string(),
  vendor: z.string(),
  model: z.string(),
  address: z.string(),
  port: z.int(),
  snmpVersion: z.string(),
  reachability: z.enum(REACHABILITIES),
  fault: z.nullable(z.enum(DEVICE_FAULTS)),
  failures: z.int(),
  lastSeenAt: z.nullable(z.iso.datetime()),
  circuits: z.int(),
  customers: z.int(),
});
export type DeviceView = z.infer<typeof DeviceView>;

/** `GET /api/v1/devices`, unreachable first. */
export const DeviceQuery = z.object({
  q: z.optional(z.string().check(z.trim(), z.maxLength(80))),
  limit: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(500)), 200),
  cursor: z.optional(z.string().check(z.maxLength(400))),
});
export type DeviceQuery = z.infer<typeof DeviceQuery>;
export const DevicePage = z.object({ items: z.array(DeviceView), total: z.int(), nextCursor: z.nullable(z.string()) });
export type DevicePage = z.infer<typeof DevicePage>;
