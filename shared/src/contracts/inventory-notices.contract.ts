import * as z from 'zod/mini';
import { INVENTORY_NOTICE_KINDS } from '../domain/inventory/index.js';

const Instant = z.iso.datetime();

/** Open: nobody decided. Ignored: a person said why it may stay. Cleared: it is gone. Accepted: a person agreed. */
export const INVENTORY_NOTICE_STATES = ['OPEN', 'IGNORED', 'CLEARED', 'ACCEPTED'] as const;
export type InventoryNoticeState = (typeof INVENTORY_NOTICE_STATES)[number];

/** An end that a proposal may be accepted for. */
export const ProposedEnd = z.object({
  endId: z.uuid(),
  side: z.enum(['A', 'Z']),
  siteZh: z.nullable(z.string()),
  siteEn: z.nullable(z.string()),
});
export type ProposedEnd = z.infer<typeof ProposedEnd>;

/** A contradiction between a device and the inventory, or a proposal. For operations staff only. */
export const InventoryNoticeView = z.object({
  id: z.uuid(),
  kind: z.enum(INVENTORY_NOTICE_KINDS),
  state: z.enum(INVENTORY_NOTICE_STATES),
  deviceId: z.uuid(),
  deviceCode: z.string(),
  deviceName: z.string(),
  circuitId: z.nullable(z.uuid()),
  circuitCode: z.nullable(z.string()),
  circuitName: z.nullable(z.string()),
  /** Values that show it, by name: `speedBps`, `contractedBps`, `ifName`, … */
  evidence: z.record(z.string(), z.union([z.string(), z.number()])),
  proposal: z.nullable(z.object({ ifName: z.string(), ifIndex: z.int(), ends: z.array(ProposedEnd) })),
  raisedAt: Instant,
  clearedAt: z.nullable(Instant),
  decidedAt: z.nullable(Instant),
  decidedBy: z.nullable(z.string()),
  reason: z.nullable(z.string()),
});
export type InventoryNoticeView = z.infer<typeof InventoryNoticeView>;

/** `GET /api/v1/inventory-notices`, newest first. `open` are those that wait for somebody; `all` has the past too. */
export const InventoryNoticeQuery = z.object({
  show: z._default(z.enum(['open', 'active', 'all']), 'open'),
  kind: z.optional(z.enum(INVENTORY_NOTICE_KINDS)),
  deviceId: z.optional(z.uuid()),
  circuitId: z.optional(z.uuid()),
  limit: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(500)), 200),
  cursor: z.optional(z.string().check(z.maxLength(400))),
});
export type InventoryNoticeQuery = z.infer<typeof InventoryNoticeQuery>;
export const InventoryNoticePage = z.object({
  items: z.array(InventoryNoticeView),
  total: z.int(),
  nextCursor: z.nullable(z.string()),
});
export type InventoryNoticePage = z.infer<typeof InventoryNoticePage>;

/** `POST /api/v1/inventory-notices/:noticeId/accept`. `endId` where the proposal has several ends. */
export const AcceptNotice = z.object({
  endId: z.optional(z.uuid()),
  reason: z.optional(z.string().check(z.trim(), z.maxLength(300))),
});
export type AcceptNotice = z.infer<typeof AcceptNotice>;

/** `POST /api/v1/inventory-notices/:noticeId/ignore`: it stays, and the reason says why that is right. */
export const IgnoreNotice = z.object({ reason: z.string().check(z.trim(), z.minLength(3), z.maxLength(300)) });
export type IgnoreNotice = z.infer<typeof IgnoreNotice>;
