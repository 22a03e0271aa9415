import type { NewNoticeRoom, NoticeReach, RoomType, Severity, NoticeKind } from '@linewatch/shared';
import { makeScope, type Scope } from '../../platform/auth/scope.js';

/** What of a room is secret: an address holds the key of the chat. */
export interface RoomSecrets {
  readonly url: string;
  readonly secret: string | null;
}

/**
 * Whose a room is that belongs to the operator's own people, where others name their customer (the nil UUID, RFC 9562
 * section 5.9). Such a room hears of all customers, and no customer reads of it.
 */
export const HOUSE = '00000000-0000-0000-0000-000000000000';

/** A webhook or a chat's robot of a customer or of the house, as it is stored. */
export interface Room {
  readonly id: string;
  /** Or `HOUSE`. */
  readonly customerId: string;
  readonly type: RoomType;
  readonly name: string;
  readonly host: string;
  /** `RoomSecrets`, sealed for `roomPlace`. */
  readonly sealed: string;
  readonly hasSecret: boolean;
  readonly kinds: readonly NoticeKind[];
  readonly leastSeverity: Severity;
  readonly reach: NoticeReach;
  readonly language: NewNoticeRoom['language'];
  readonly isEnabled: boolean;
  /** Failures one after the other. */
  readonly failures: number;
  readonly switchedOffAt: number | null;
  readonly version: number;
}

/** The place that the secrets of a room are sealed for. */
export const roomPlace = (id: string): string => `notice_room.sealed:${id}`;

/** What a room may be told of. */
export function roomScope({ customerId }: Pick<Room, 'customerId'>): Scope {
  return customerId === HOUSE ? makeScope({ kind: 'all' }) : makeScope({ kind: 'customer', customerId });
}
