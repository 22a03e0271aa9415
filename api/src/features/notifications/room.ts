import type { NewNoticeRoom, NoticeReach, RoomType, Severity, NoticeKind } from '@linewatch/shared';

/** What of a room is secret: an address holds the key of the chat. */
export interface RoomSecrets {
  readonly url: string;
  readonly secret: string | null;
}

/** A webhook or a chat's robot of a customer, as it is stored. */
export interface Room {
  readonly id: string;
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
