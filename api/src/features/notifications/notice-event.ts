import type { NoticeKind, NoticeObjectView, Severity } from '@linewatch/shared';
import type { EndPlace } from '../../platform/auth/far-ends.js';

/** What was pinned to the board, as it is read from it. */
export interface NoticeEvent {
  readonly id: string;
  readonly at: number;
  readonly kind: NoticeKind;
  readonly customerId: string;
  readonly severity: Severity | null;
  readonly object: NoticeObjectView;
  readonly cause: string;
  readonly circuitIds: readonly string[];
  readonly siteIds: readonly string[];
  readonly facts: NoticeFacts;
}

export type NoticeFacts = Readonly<Record<string, string | number | boolean | null>>;

/** A circuit as people of its customer know it, and where its ends lie. */
export interface Line {
  readonly id: string;
  readonly customerId: string;
  readonly code: string;
  readonly name: string;
  readonly alias: string | null;
  readonly siteIds: readonly string[];
  readonly ends: readonly EndPlace[];
}

/** Lines by their ids. */
export type Lines = ReadonlyMap<string, Line>;
