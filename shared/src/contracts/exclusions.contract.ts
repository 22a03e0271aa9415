import * as z from 'zod/mini';
import { EXCLUSION_ACTIONS, EXCLUSION_STATES } from '../domain/index.js';
import { lineOfText } from './plain-text.js';

/** Reasons that people give; suspensions and works are known without anybody's word. */
export const PROPOSED_REASONS = ['CUSTOMER', 'THIRD_PARTY', 'FORCE_MAJEURE', 'OTHER'] as const;

/** Nobody takes out more than this at once. */
export const EXCLUSION_MAX_DAYS = 62;

const Comment = lineOfText(400);

/** What the NOC proposes to take out of the availability of a circuit. */
export const ExclusionForm = z.object({
  circuitId: z.uuid(),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  reason: z.enum(PROPOSED_REASONS),
  comment: Comment,
});
export type ExclusionForm = z.infer<typeof ExclusionForm>;

export const ExclusionWord = z.object({ comment: Comment, version: z.int() });
export type ExclusionWord = z.infer<typeof ExclusionWord>;

export const ExclusionDecision = z.object({
  action: z.enum(['approve', 'reject', 'uphold', 'lift']),
  comment: Comment,
  version: z.int(),
});
export type ExclusionDecision = z.infer<typeof ExclusionDecision>;

/** One word of the trail: who did what, when and why. Customers read the operator's role, never a name of its people. */
export const ExclusionStep = z.object({
  action: z.enum(EXCLUSION_ACTIONS),
  at: z.iso.datetime(),
  role: z.string(),
  by: z.nullable(z.string()),
  comment: z.string(),
});

export const ExclusionView = z.object({
  id: z.uuid(),
  circuitId: z.uuid(),
  code: z.string(),
  name: z.string(),
  customerId: z.uuid(),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  reason: z.enum(PROPOSED_REASONS),
  state: z.enum(EXCLUSION_STATES),
  /** Until when the customer may object; null while nothing is approved. */
  objectionUntil: z.nullable(z.iso.datetime()),
  steps: z.array(ExclusionStep),
  /** What the caller may do with it now. */
  actions: z.array(z.enum(EXCLUSION_ACTIONS)),
  version: z.int(),
});
export type ExclusionView = z.infer<typeof ExclusionView>;

export const ExclusionQuery = z.object({
  circuit: z.optional(z.uuid()),
  state: z.optional(z.enum(EXCLUSION_STATES)),
  before: z.optional(z.uuid()),
  limit: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(200)), 50),
});
export type ExclusionQuery = z.infer<typeof ExclusionQuery>;

/** `GET /api/v1/sla/exclusions`, newest first. */
export const ExclusionPage = z.object({ items: z.array(ExclusionView), next: z.nullable(z.uuid()) });
export type ExclusionPage = z.infer<typeof ExclusionPage>;
