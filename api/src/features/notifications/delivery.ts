import type { DELIVERY_WAYS, NoticeKind, Severity } from '@linewatch/shared';
import { v7 as uuidv7 } from 'uuid';
import type { Telling } from './audience.js';
import type { DueMessage } from './message.repository.js';

export type DeliveryWay = (typeof DELIVERY_WAYS)[number];

/** `HANDED`: the mail is in the queue of all mails, which sends it and says how it went. */
export type StoredState = 'HELD' | 'WAITING' | 'HANDED' | 'SENT' | 'FAILED' | 'DROPPED';

/** One message to one receiver by one way. Its id names it to the receiver too, however often it is tried. */
export interface Delivery {
  readonly id: string;
  readonly messageId: string;
  readonly customerId: string;
  readonly kind: NoticeKind;
  readonly severity: Severity | null;
  readonly way: DeliveryWay;
  /** The person, or the room. */
  readonly receiverId: string;
  /** Whether the receiver works for the operator: customers do not read of them. */
  readonly isStaff: boolean;
  /** Step of the escalation; 0 for what is told at once. */
  readonly step: number;
  readonly state: StoredState;
  readonly at: number;
  readonly attempts: number;
  readonly nextTryAt: number;
  readonly sentAt: number | null;
  readonly readAt: number | null;
  readonly failure: string | null;
  readonly eventIds: readonly string[];
}

/** What came of a try. */
export type Outcome =
  | { readonly kind: 'sent' }
  | { readonly kind: 'dropped' }
  /** Not by this way, for a reason that no second try changes: by mail in its place. */
  | { readonly kind: 'diverted'; readonly failure: string }
  | { readonly kind: 'failed'; readonly failure: string; readonly isOver?: boolean };

/** The same message to the same person by mail; where they have it by mail already, it stays as it was. */
export function inPlaceOf(delivery: Delivery, now: number): Delivery {
  const progress = { state: 'WAITING' as const, at: now, attempts: 0, nextTryAt: now };
  return { ...delivery, ...progress, id: uuidv7(), way: 'mail', sentAt: null, readAt: null, failure: null };
}

/** The delivery of a message by a way, to be sent now. */
export function newDelivery(
  { id: messageId, customerId, kind }: DueMessage,
  { listenerId, events, severity }: Pick<Telling, 'listenerId' | 'events' | 'severity'>,
  receiver: Pick<Delivery, 'way' | 'isStaff' | 'step'>,
  now: number,
): Delivery {
  const told = { messageId, customerId, kind, severity, eventIds: events.map(({ id }) => id) };
  const progress = { state: 'WAITING' as const, at: now, attempts: 0, nextTryAt: now };
  return {
    ...{ ...told, ...receiver, ...progress, id: uuidv7(), receiverId: listenerId },
    ...{ sentAt: null, readAt: null, failure: null },
  };
}
