import * as z from 'zod/mini';
import { SEVERITIES } from '../domain/alarms/severity.js';
import { isTimeZone } from '../domain/calendar/period.js';
import { NoticeAcknowledged, QuietHours } from './notices.contract.js';

/** Steps beyond which nobody is left to be told. */
export const MOST_LADDER_STEPS = 5;

/** One step: whom to tell when nobody has acknowledged for so long after the step before. */
export const LadderStep = z.object({
  afterMinutes: z.int().check(z.minimum(5), z.maximum(1_440)),
  personIds: z.array(z.uuid()).check(z.minLength(1), z.maxLength(10)),
  ways: z.array(z.enum(['mail', 'sms'])).check(z.minLength(1), z.maxLength(2)),
});
export type LadderStep = z.infer<typeof LadderStep>;

/** `PUT /api/v1/notice-ladders/:customerId`: who is told next of a fault that nobody acknowledges. */
export const NoticeLadder = z.object({
  isOn: z.boolean(),
  leastSeverity: z.enum(SEVERITIES),
  /** When people are told; outside a step waits for them. null: day and night. */
  hours: z.nullable(QuietHours),
  /** Of the hours, as an IANA name. */
  timeZone: z.string().check(z.maxLength(64), z.refine(isTimeZone)),
  steps: z.array(LadderStep).check(z.maxLength(MOST_LADDER_STEPS)),
  /** That of the ladder which was changed; null where there was none. */
  version: z.nullable(z.int()),
});
export type NoticeLadder = z.infer<typeof NoticeLadder>;

/** `GET /api/v1/notice-ladders/:customerId`, with the customer's people, from whom steps may choose. */
export const NoticeLadderView = z.object({
  ...NoticeLadder.shape,
  people: z.array(z.object({ id: z.uuid(), name: z.string() })),
  /** Whether the operator has a gateway for SMS. */
  canText: z.boolean(),
});
export type NoticeLadderView = z.infer<typeof NoticeLadderView>;

/** Body of `POST /api/v1/notice-acknowledgements`, and of `…/offer`, which only says what the link is about. */
export const NoticeLink = z.object({ token: z.string().check(z.minLength(16), z.maxLength(1_000)) });
export type NoticeLink = z.infer<typeof NoticeLink>;

/** What a link for an acknowledgement is about, in the language of whoever was sent it. */
export const NoticeLinkOffer = z.object({
  title: z.string(),
  lines: z.array(z.string()),
  acknowledged: z.nullable(NoticeAcknowledged),
});
export type NoticeLinkOffer = z.infer<typeof NoticeLinkOffer>;
