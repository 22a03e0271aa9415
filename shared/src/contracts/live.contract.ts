import * as z from 'zod/mini';
import { CircuitLive } from './circuits.contract.js';

/** Path of the socket, for both ends. */
export const LIVE_PATH = '/live';

/** Things of a customer whose changes are told by their name alone: who may see one reads it by its own route. */
export const RECORD_KINDS = ['fault', 'outage', 'work', 'ticket', 'line-test', 'notice', 'sla', 'report'] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];

/** A changed thing. */
export const ChangedRecord = z.object({ kind: z.enum(RECORD_KINDS), id: z.uuid() });
export type ChangedRecord = z.infer<typeof ChangedRecord>;

/**
 * Changes of one customer's circuits and records that were committed together.
 * `feed` is the customer's id; `seq` grows by one with each batch of a feed and never repeats.
 */
export const FeedChange = z.object({
  feed: z.uuid(),
  seq: z.int(),
  circuits: z.array(CircuitLive),
  records: z.array(ChangedRecord),
});
export type FeedChange = z.infer<typeof FeedChange>;

/** Alarms that changed; said to staff only. */
export const AlarmsChanged = z.object({ ids: z.array(z.uuid()) });
export type AlarmsChanged = z.infer<typeof AlarmsChanged>;

/** How far each feed of this socket has come; sent after the handshake and every 10 s. */
export const LiveHeads = z.object({ feeds: z.record(z.string(), z.int()) });
export type LiveHeads = z.infer<typeof LiveHeads>;

/** All that the server says on the socket. There is no message from the client. */
export interface LiveEvents {
  'feed.changed': (change: FeedChange) => void;
  'alarms.changed': (change: AlarmsChanged) => void;
  /** For staff who see all devices: what contradicts the inventory has changed; read it again. */
  'inventory-notices.changed': () => void;
  'live.heads': (heads: LiveHeads) => void;
  /** The session behind this socket is over; the server closes the socket right after. */
  'session.ended': () => void;
}

/** Query of `GET /api/v1/changes`: `since` is `feed:seq` pairs joined by commas. */
export const ChangesQuery = z.object({ since: z.string().check(z.maxLength(40_000)) });
export type ChangesQuery = z.infer<typeof ChangesQuery>;

/**
 * What a client missed. `complete` false: some changes are no longer kept, so read the lists again.
 * Each circuit occurs once, as it is now, and each record once.
 */
export const ChangesView = z.object({
  complete: z.boolean(),
  feeds: z.record(z.string(), z.int()),
  circuits: z.array(CircuitLive),
  records: z.array(ChangedRecord),
});
export type ChangesView = z.infer<typeof ChangesView>;
