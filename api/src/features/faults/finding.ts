import type { Showing } from './alarm-book.js';
import type { Threshold } from './threshold.repository.js';

/** What the readings say of one level: how bad it is, or that it is well. */
export interface Finding {
  readonly key: string;
  /** Null: well. */
  readonly showing: Showing | null;
  readonly threshold: Threshold | null;
  readonly newest: { readonly at: number; readonly value: number } | undefined;
}
