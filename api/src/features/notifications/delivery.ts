import type { DELIVERY_WAYS, NoticeKind, Severity } from '@linewatch/shared';

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
  | { readonly kind: 'failed'; readonly failure: string; readonly isOver?: boolean };
