import * as z from 'zod/mini';

/** `GET /api/v1/version`. */
export const VersionView = z.object({ version: z.string() });
export type VersionView = z.infer<typeof VersionView>;

/** `GET /api/health/live`: the process answers. */
export const LiveView = z.object({ status: z.literal('live') });
export type LiveView = z.infer<typeof LiveView>;

/** `GET /api/health/ready`: the process can serve; any other answer is a refusal. */
export const ReadyView = z.object({ status: z.literal('ready') });
export type ReadyView = z.infer<typeof ReadyView>;

/** `GET /api/docs`. Without a language that of the browser. */
export const ReferenceQuery = z.object({ lang: z.optional(z.enum(['zh', 'en'])) });
export type ReferenceQuery = z.infer<typeof ReferenceQuery>;
