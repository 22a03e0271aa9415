/** A committed change as it lies in the outbox, for those who wait for it. */
export interface News {
  /** The customer's id, or that of the staff's feed. */
  readonly feed: string;
  readonly seq: number;
  readonly topic: string;
  /** The items as JSON. */
  readonly body: string;
  /** Whether it is nothing but newer figures, which nobody waits for. Known only where it was written. */
  readonly canWait?: boolean;
}
