import * as z from 'zod/mini';
import { CIRCUIT_END_SIDES } from '../domain/status/statuses.js';
import { MEASURE_KINDS, MeasureReading } from './measures.contract.js';

const Region = z.nullable(z.string().check(z.trim(), z.minLength(1), z.maxLength(40)));
const LONGEST_NAME = 255;

/**
 * `POST /api/v1/circuits/:id/measure-points`. What is read from a device is read from the one that the circuit ends at
 * on this side; a probe is run by a live collector, of the region where one is named.
 */
export const NewMeasurePointRequest = z
  .object({
    side: z.enum(CIRCUIT_END_SIDES),
    reading: MeasureReading,
    intervalS: z._default(z.int().check(z.minimum(10), z.maximum(86_400)), 60),
    region: z._default(Region, null),
  })
  .check((context) => {
    for (const [field, value] of Object.entries(context.value.reading)) {
      const reason = typeof value === 'string' ? faultOf(field, value) : null;
      if (reason !== null)
        context.issues.push({ code: 'custom', message: reason, path: ['reading', field], input: undefined });
    }
  });
export type NewMeasurePointRequest = z.infer<typeof NewMeasurePointRequest>;

/** Targets are addresses: a collector looks no name up while it measures. */
function faultOf(field: string, value: string): string | null {
  if (value.trim() === '') return 'required';
  if (value.length > LONGEST_NAME) return 'maxLength';
  const isAddress = z.ipv4().safeParse(value).success || z.ipv6().safeParse(value).success;
  return field !== 'target' || isAddress ? null : 'pattern';
}

/** The point's number, which its measurements carry. It is never given to another point that they could be taken for. */
export const CreatedMeasurePoint = z.object({ id: z.int() });
export type CreatedMeasurePoint = z.infer<typeof CreatedMeasurePoint>;

export const MeasurePointView = z.object({
  id: z.int(),
  side: z.enum(CIRCUIT_END_SIDES),
  kind: z.enum(MEASURE_KINDS),
  intervalS: z.int(),
  region: z.nullable(z.string()),
  /** Code of the device that it is read from; null for a probe. */
  deviceCode: z.nullable(z.string()),
  /** Code of the source: DS1, SONET, ENTITY_SENSOR, ICMP, STAMP … What else it was given is written and never shown. */
  source: z.string(),
});
export type MeasurePointView = z.infer<typeof MeasurePointView>;
export const MeasurePointList = z.object({ items: z.array(MeasurePointView) });
export type MeasurePointList = z.infer<typeof MeasurePointList>;
