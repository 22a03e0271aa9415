import * as z from 'zod/mini';
import { isTimeZone } from '../domain/calendar/period.js';
import { CIRCUIT_END_SIDES } from '../domain/status/statuses.js';

export const CHART_FILE_FORMATS = ['csv', 'xlsx'] as const;

/** `POST /api/v1/circuits/:id/samples/file`: the rows of the chart of the same range, side and points, as a file. */
export const ChartFileRequest = z.object({
  from: z.int().check(z.nonnegative()),
  to: z.int().check(z.positive()),
  side: z.enum(CIRCUIT_END_SIDES),
  points: z.int().check(z.minimum(10), z.maximum(2_000)),
  format: z.enum(CHART_FILE_FORMATS),
  language: z.enum(['zh-CN', 'en']),
  /** IANA name. With it each row tells its time in that zone too, beside UTC. */
  timeZone: z.optional(z.string().check(z.maxLength(64), z.refine(isTimeZone))),
});
export type ChartFileRequest = z.infer<typeof ChartFileRequest>;
