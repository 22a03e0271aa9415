import * as z from 'zod/mini';
import { CIRCUIT_END_SIDES } from '../domain/status/statuses.js';
import { MOST_BPS } from '../domain/rates/typed-rate.js';
import { lineOfText } from './plain-text.js';

/** Town/site-town/site product number (after ITU-T M.1400), or an older word of the operator's. */
export const CIRCUIT_CODE = /^[A-Za-z0-9][A-Za-z0-9._/# -]*$/;

const codeValue = z.string().check(z.minLength(1), z.maxLength(32));

/** Where an end is watched: an interface of a device, by the words that both are called by. */
export const WatchedPort = z.object({ device: lineOfText(40), ifName: lineOfText(80) });
export type WatchedPort = z.infer<typeof WatchedPort>;

/** One end as staff write it. `id` null: an end of a new circuit. */
export const CircuitEndForm = z.object({
  id: z.nullable(z.uuid()),
  side: z.enum(CIRCUIT_END_SIDES),
  /** Null: the operator's own node, which only a Z end can be. */
  siteId: z.nullable(z.uuid()),
  /** Code of domain `accessType`. */
  accessType: codeValue,
  /** Code of domain `portType`. */
  portType: z.nullable(codeValue),
  /** Null: nobody watches this end. */
  port: z.nullable(WatchedPort),
});
export type CircuitEndForm = z.infer<typeof CircuitEndForm>;

/**
 * Body of `POST /api/v1/customers/:id/circuits` (a new circuit, `version` null) and of `POST /api/v1/circuits/:id`.
 * Ends of a circuit that are not named stay as they are.
 */
export const CircuitForm = z.object({
  code: z.string().check(z.trim(), z.maxLength(64), z.regex(CIRCUIT_CODE)),
  name: lineOfText(120),
  /** Of the same customer; null: none. */
  contractNumber: z.nullable(z.string().check(z.minLength(1), z.maxLength(40))),
  /** Codes of the domains `product`, `topology`, `protection`, `networkGrade`. */
  product: codeValue,
  topology: codeValue,
  protection: codeValue,
  networkGrade: z.nullable(codeValue),
  contractedBps: z.int().check(z.minimum(1), z.maximum(MOST_BPS)),
  /** First day of service where the customer is. A new circuit without one is designed, with one it is in service. */
  activatedOn: z.nullable(z.iso.date()),
  /** Code of the circuit of the same customer that this one stands in for; null: of none. Absent: as it is. */
  backupOf: z.optional(z.nullable(z.string().check(z.minLength(1), z.maxLength(64)))),
  ends: z.array(CircuitEndForm).check(z.maxLength(100)),
  version: z.nullable(z.int()),
});
export type CircuitForm = z.infer<typeof CircuitForm>;
