import * as z from 'zod/mini';
import { CIRCUIT_END_SIDES, OPERATING_STATUSES } from '../domain/status/statuses.js';
import { CoveringWork } from './circuits.contract.js';
import { OverviewFault } from './overview.contract.js';

const Names = { nameZh: z.string(), nameEn: z.string() };

/** A customer with how many circuits run over the device. */
export const ImpactedCustomer = z.object({
  id: z.uuid(),
  ...Names,
  /** Code of domain `customerGrade`. */
  grade: z.string(),
  circuits: z.int(),
});
export type ImpactedCustomer = z.infer<typeof ImpactedCustomer>;

/** A circuit that runs over the device, as it is now. */
export const ImpactedCircuit = z.object({
  id: z.uuid(),
  code: z.string(),
  name: z.string(),
  customerId: z.uuid(),
  customerNameZh: z.string(),
  customerNameEn: z.string(),
  /** Code of domain `customerGrade`. */
  grade: z.string(),
  /** Code of domain `slaClass`. */
  slaClass: z.nullable(z.string()),
  status: z.enum(OPERATING_STATUSES),
  since: z.nullable(z.iso.datetime()),
  /** Where it enters or leaves the device. */
  ports: z.array(z.object({ side: z.enum(CIRCUIT_END_SIDES), name: z.string() })),
  fault: z.nullable(OverviewFault),
  work: z.nullable(CoveringWork),
  /** Seconds that it may still be down this month, below zero when the target is missed; null without a target. */
  leftS: z.nullable(z.int()),
});
export type ImpactedCircuit = z.infer<typeof ImpactedCircuit>;

/**
 * `GET /api/v1/devices/:deviceId/impact`: who is hit when this device fails. Circuits worst first, at most 500, and
 * customers with the most circuits first, at most 200; `total` counts all circuits. `work` is one at the device itself.
 */
export const DeviceImpact = z.object({
  total: z.int(),
  customers: z.array(ImpactedCustomer),
  circuits: z.array(ImpactedCircuit),
  work: z.nullable(CoveringWork),
});
export type DeviceImpact = z.infer<typeof DeviceImpact>;

/** `GET /api/v1/devices/:deviceId/ports`: the ports at which circuits end, by name, at most 1,000. */
export const CarryingPorts = z.object({
  items: z.array(z.object({ id: z.int(), name: z.string(), circuits: z.int() })),
});
export type CarryingPorts = z.infer<typeof CarryingPorts>;
