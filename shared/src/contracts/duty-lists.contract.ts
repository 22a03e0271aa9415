import * as z from 'zod/mini';
import { ESCALATION_LEVELS, WORK_GROUPS } from '../domain/tickets/index.js';

/** Whom one level of the escalation calls; they find it in the portal besides. Nobody: the NOC's own list stands in. */
export const DutyLevel = z.object({
  personIds: z.array(z.uuid()).check(z.maxLength(10)),
  ways: z.array(z.enum(['mail', 'sms'])).check(z.minLength(1), z.maxLength(2)),
});
export type DutyLevel = z.infer<typeof DutyLevel>;

/** `PUT /api/v1/duty-lists/:workGroup`: whom the group calls at each level, the first one first. */
export const DutyList = z.object({
  levels: z.array(DutyLevel).check(z.length(ESCALATION_LEVELS)),
  /** That of the list which was changed; null where there was none. */
  version: z.nullable(z.int()),
});
export type DutyList = z.infer<typeof DutyList>;

/** `GET /api/v1/duty-lists`: of each group, with the people from whom lists may choose. */
export const DutyListsView = z.object({
  items: z.array(z.extend(DutyList, { workGroup: z.enum(WORK_GROUPS) })),
  people: z.array(z.object({ id: z.uuid(), name: z.string() })),
  /** Whether the operator has a gateway for SMS. */
  canText: z.boolean(),
});
export type DutyListsView = z.infer<typeof DutyListsView>;
