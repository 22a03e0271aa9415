import * as z from 'zod/mini';
import { SEVERITIES } from '../domain/alarms/severity.js';
import { NOTICE_KINDS } from '../domain/notices/notice-kinds.js';
import { NOTICE_WAYS, ROOM_TYPES } from '../domain/notices/notice-ways.js';
import { Language } from './session.contract.js';

/** Most circuits or sites that one choice names. */
export const MOST_IN_REACH = 500;

/** Which lines somebody wants to hear of, as far as they see them. */
export const NoticeReach = z.discriminatedUnion('type', [
  z.object({ type: z.literal('all') }),
  z.object({
    type: z.enum(['circuits', 'sites']),
    ids: z.array(z.uuid()).check(z.minLength(1), z.maxLength(MOST_IN_REACH)),
  }),
]);
export type NoticeReach = z.infer<typeof NoticeReach>;

/** What somebody wants to hear of, and by which ways. What is not told is left out. */
export const NoticeSubscription = z.object({
  /** For kinds that have a severity; the others come in any case. */
  leastSeverity: z.enum(SEVERITIES),
  reach: NoticeReach,
  told: z
    .array(z.object({ kind: z.enum(NOTICE_KINDS), ways: z.array(z.enum(NOTICE_WAYS)).check(z.minLength(1)) }))
    .check(z.maxLength(NOTICE_KINDS.length)),
});
export type NoticeSubscription = z.infer<typeof NoticeSubscription>;

const TimeOfDay = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/));

/** Hours in the person's own zone in which mail and SMS wait for the morning, but for what is critical. */
export const QuietHours = z.object({ from: TimeOfDay, to: TimeOfDay });
export type QuietHours = z.infer<typeof QuietHours>;

/** `PUT /api/v1/notices/settings`: all of one's own settings at once. */
export const NoticeSettings = z.object({
  subscriptions: z.array(NoticeSubscription).check(z.maxLength(10)),
  quietHours: z.nullable(QuietHours),
  /** For SMS, as +8613800000000 (ITU-T E.164). */
  phone: z.nullable(z.string().check(z.regex(/^\+[1-9]\d{6,14}$/))),
  /** That of the settings which were changed; null for those that nobody has changed yet. */
  version: z.nullable(z.int()),
});
export type NoticeSettings = z.infer<typeof NoticeSettings>;

/** `GET /api/v1/notices/settings`. Version null: the role's own settings, which change with the role. */
export const NoticeSettingsView = z.object({
  ...NoticeSettings.shape,
  timeZone: z.string(),
  /** Whether the operator has a gateway for SMS. */
  canText: z.boolean(),
  /** Whether one has switched on a browser. */
  canPush: z.boolean(),
});
export type NoticeSettingsView = z.infer<typeof NoticeSettingsView>;

/** What a notice is about; the portal knows the page of each. */
export const NoticeObjectView = z.object({
  type: z.enum(['fault', 'work', 'ticket', 'circuit', 'report', 'exclusion', 'customer', 'room']),
  id: z.string(),
});
export type NoticeObjectView = z.infer<typeof NoticeObjectView>;

/** Who said that they know of a message, and when. */
export const NoticeAcknowledged = z.object({ at: z.iso.datetime(), by: z.string() });
export type NoticeAcknowledged = z.infer<typeof NoticeAcknowledged>;

/** A message to the asking person in the portal, in their language. */
export const OwnNotice = z.object({
  id: z.uuid(),
  at: z.iso.datetime(),
  kind: z.enum(NOTICE_KINDS),
  severity: z.nullable(z.enum(SEVERITIES)),
  object: NoticeObjectView,
  title: z.string(),
  /** A line for each happening that the message gathers. */
  lines: z.array(z.string()),
  readAt: z.nullable(z.iso.datetime()),
  /** Of a message that goes on to the next contact: when, or who has acknowledged it. */
  escalation: z.nullable(
    z.object({ nextAt: z.nullable(z.iso.datetime()), acknowledged: z.nullable(NoticeAcknowledged) }),
  ),
});
export type OwnNotice = z.infer<typeof OwnNotice>;

const Limit = (most: number, usual: number) =>
  z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(most)), usual);
const Cursor = z.optional(z.string().check(z.maxLength(400)));

/** `GET /api/v1/notices/own`, newest first. Without a language in that of the account. */
export const OwnNoticesQuery = z.object({ language: z.optional(Language), limit: Limit(200, 50), cursor: Cursor });
export type OwnNoticesQuery = z.infer<typeof OwnNoticesQuery>;
export const OwnNotices = z.object({
  items: z.array(OwnNotice),
  nextCursor: z.nullable(z.string()),
  /** At most 100, which stands for more. */
  unread: z.int(),
});
export type OwnNotices = z.infer<typeof OwnNotices>;

/** `POST /api/v1/notices/own/read`: these, or all without ids. */
export const NoticesRead = z.object({ ids: z.optional(z.array(z.uuid()).check(z.maxLength(200))) });
export type NoticesRead = z.infer<typeof NoticesRead>;

/** Ways of a delivery: those of a person, and the rooms of a customer. */
export const DELIVERY_WAYS = [...NOTICE_WAYS, ...ROOM_TYPES] as const;
/** `HELD`: waits for the morning. `WAITING`: is being sent, or tried again. `DROPPED`: its receiver was switched off. */
export const DELIVERY_STATES = ['HELD', 'WAITING', 'SENT', 'FAILED', 'DROPPED'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** A line of the ledger: one message to one receiver by one way. */
export const NoticeDeliveryView = z.object({
  id: z.uuid(),
  at: z.iso.datetime(),
  kind: z.enum(NOTICE_KINDS),
  severity: z.nullable(z.enum(SEVERITIES)),
  object: NoticeObjectView,
  title: z.string(),
  customer: z.object({ id: z.uuid(), nameZh: z.string(), nameEn: z.string() }),
  way: z.enum(DELIVERY_WAYS),
  /** Name of the person or of the room. */
  receiver: z.string(),
  /** Step of the escalation; 0 for what was told at once. */
  step: z.int(),
  /** Who acknowledged the message, which ends its escalation. */
  acknowledged: z.nullable(NoticeAcknowledged),
  state: z.enum(DELIVERY_STATES),
  /** How often it was tried. */
  attempts: z.int(),
  nextTryAt: z.nullable(z.iso.datetime()),
  sentAt: z.nullable(z.iso.datetime()),
  readAt: z.nullable(z.iso.datetime()),
  /** Why the last try failed, as a short code. */
  failure: z.nullable(z.string()),
});
export type NoticeDeliveryView = z.infer<typeof NoticeDeliveryView>;

/** `GET /api/v1/notices`, newest first. Without a language in that of the account. */
export const NoticeLedgerQuery = z.object({
  language: z.optional(Language),
  state: z.optional(z.enum(DELIVERY_STATES)),
  way: z.optional(z.enum(DELIVERY_WAYS)),
  roomId: z.optional(z.uuid()),
  limit: Limit(200, 50),
  cursor: Cursor,
});
export type NoticeLedgerQuery = z.infer<typeof NoticeLedgerQuery>;
export const NoticeLedger = z.object({ items: z.array(NoticeDeliveryView), nextCursor: z.nullable(z.string()) });
export type NoticeLedger = z.infer<typeof NoticeLedger>;

/** What a room is told. */
const RoomChoice = {
  name: z.string().check(z.trim(), z.minLength(1), z.maxLength(80)),
  kinds: z.array(z.enum(NOTICE_KINDS)).check(z.minLength(1), z.maxLength(NOTICE_KINDS.length)),
  leastSeverity: z.enum(SEVERITIES),
  reach: NoticeReach,
  language: Language,
};

/** `PUT /api/v1/notice-rooms/:roomId`. Without an address or a secret those that are known stay. */
export const NoticeRoomChange = z.object({
  ...RoomChoice,
  isEnabled: z.boolean(),
  url: z.optional(z.string().check(z.trim(), z.minLength(8), z.maxLength(1_000))),
  /** Of 钉钉 (加签) and 飞书; empty takes it away. A webhook's secret is made by the house. */
  secret: z.optional(z.string().check(z.trim(), z.maxLength(200))),
  version: z.int(),
});
export type NoticeRoomChange = z.infer<typeof NoticeRoomChange>;

/** `POST /api/v1/notice-rooms`. */
export const NewNoticeRoom = z.object({
  ...RoomChoice,
  type: z.enum(ROOM_TYPES),
  /** Whose it is; without it that of the maker's one customer, or one of the operator's own groups. */
  customerId: z.optional(z.uuid()),
  url: z.string().check(z.trim(), z.minLength(8), z.maxLength(1_000)),
  secret: z.optional(z.string().check(z.trim(), z.maxLength(200))),
});
export type NewNoticeRoom = z.infer<typeof NewNoticeRoom>;

/** A webhook or the robot of a chat. What its address holds beside the host is a secret and is not shown. */
export const NoticeRoomView = z.object({
  ...RoomChoice,
  id: z.uuid(),
  type: z.enum(ROOM_TYPES),
  /** None of a room of the operator's own groups, which hear of all customers. */
  customer: z.nullable(z.object({ id: z.uuid(), nameZh: z.string(), nameEn: z.string() })),
  host: z.string(),
  hasSecret: z.boolean(),
  isEnabled: z.boolean(),
  /** Failures one after the other. */
  failures: z.int(),
  /** When the house switched it off, since it failed too often. */
  switchedOffAt: z.nullable(z.iso.datetime()),
  version: z.int(),
});
export type NoticeRoomView = z.infer<typeof NoticeRoomView>;
/** `GET /api/v1/notice-rooms`. */
export const NoticeRoomList = z.object({ items: z.array(NoticeRoomView) });
export type NoticeRoomList = z.infer<typeof NoticeRoomList>;
/** The one time that the secret of a webhook is shown; null for a robot. */
export const MadeNoticeRoom = z.object({ room: NoticeRoomView, secret: z.nullable(z.string()) });
export type MadeNoticeRoom = z.infer<typeof MadeNoticeRoom>;

/** `POST /api/v1/notice-rooms/:roomId/test`. */
export const NoticeRoomTest = z.object({
  isDelivered: z.boolean(),
  /** HTTP status of the answer. */
  status: z.nullable(z.int()),
  failure: z.nullable(z.string()),
});
export type NoticeRoomTest = z.infer<typeof NoticeRoomTest>;

/** `GET /api/v1/notices/preview?kind=`: what a message of a kind looks like, with made-up facts. */
export const NoticePreviewQuery = z.object({ kind: z.enum(NOTICE_KINDS) });
export type NoticePreviewQuery = z.infer<typeof NoticePreviewQuery>;
export const NoticePreview = z.object({
  texts: z.array(
    z.object({ language: Language, subject: z.string(), text: z.string(), html: z.string(), sms: z.string() }),
  ),
});
export type NoticePreview = z.infer<typeof NoticePreview>;
