import * as z from 'zod/mini';

/**
 * One wrong field of a request: a path (`email`, `ends.0.portId`), the same as a JSON pointer (`/ends/0/portId`, RFC 6901)
 * into the body or to the name of a query's parameter, and a stable reason.
 */
export const FieldProblem = z.object({ field: z.string(), pointer: z.optional(z.string()), reason: z.string() });
export type FieldProblem = z.infer<typeof FieldProblem>;

/**
 * Problem details (RFC 9457). `code` is one of ERROR_CODES; `title` is always in English, `detail` in the language of the
 * request's Accept-Language; `requestId` is what to quote to the operator.
 */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  detail: z.optional(z.string()),
  status: z.int(),
  code: z.string(),
  details: z.optional(z.record(z.string(), z.union([z.string(), z.number()]))),
  fields: z.optional(z.array(FieldProblem)),
  requestId: z.optional(z.string()),
});
export type Problem = z.infer<typeof Problem>;
