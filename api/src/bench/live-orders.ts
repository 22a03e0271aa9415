/** A session with the feed that it hears. */
export interface LiveSeat {
  readonly cookie: string;
  readonly feed: string;
}

/** What the process of the server tells that of the clients. */
export type LiveOrder =
  | { readonly kind: 'open'; readonly url: string; readonly seats: readonly LiveSeat[]; readonly socketsEach: number }
  /** Forgets what was measured. */
  | { readonly kind: 'begin' }
  /** Wants what was delivered; `committedAt` says of each change, by its number, when its commit was over. */
  | { readonly kind: 'report'; readonly committedAt: readonly number[] }
  /** Tells each status of a circuit that one of its sockets is the first to hear of, from now on. */
  | { readonly kind: 'watch'; readonly feed: string }
  /** The server is about to go away and to come back: each socket that is closed is opened again. */
  | { readonly kind: 'storm' };

export interface Delivered {
  readonly deliveries: number;
  /** From the commit to the client, ms. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** From right before the commit, which waits for the disk and for commits before it. */
  readonly withCommitP99Ms: number;
}

/** What the process of the clients answers. */
export type LiveReport =
  | { readonly kind: 'opened'; readonly sockets: number }
  | { readonly kind: 'delivered'; readonly delivered: Delivered }
  /** A circuit has another status than it was told with before; ms by the clock of all. */
  | { readonly kind: 'changed'; readonly circuitId: string; readonly status: string; readonly at: number }
  | { readonly kind: 'back'; readonly back: Back };

/** All are back. Times in ms by the clock of both. */
export interface Back {
  /** When half of them, nine of ten and the last had their heads. */
  readonly halfAt: number;
  readonly mostAt: number;
  readonly admittedAt: number;
  /** When the last had caught up. */
  readonly caughtUpAt: number;
  /** Lines that the server took in and closed again before they were admitted. */
  readonly shownOut: number;
  /** Of the process of the clients, s. */
  readonly clientCpuS: number;
}

/** Milliseconds since the epoch with parts of one; the same clock in each process of a machine. */
export function preciseNow(): number {
  return performance.timeOrigin + performance.now();
}

/** Name of the field of a push that says when it was written, and as which change of the bench: `ms/number`. */
export const WRITTEN = 'written';
