import type { TrapNote } from '@linewatch/shared';

/** Where notifications are kept for the NOC. */
export interface TrapKeeper {
  /** @param isPolled whether the device is polled because of it, so that a reading will belong to it */
  keep(note: TrapNote, isPolled: boolean): void;
  /** Calls back when everything that was handed over so far is on disk; at once when it is. */
  whenKept(then: () => void): void;
}

/** Keeps nothing. */
export const FORGETFUL: TrapKeeper = {
  keep: () => undefined,
  whenKept: (then) => {
    then();
  },
};
