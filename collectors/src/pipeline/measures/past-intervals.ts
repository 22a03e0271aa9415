import type { LineIntervals } from '../../mibs/perf-hist-tc-mib.js';

const INTERVAL_S = 900;
/** Agents fill the row of an interval shortly after it ended. */
const SETTLED_AFTER_S = 10;
/** Clocks of device and collector drift; a boundary this close to where it is expected is the same one. */
const DRIFT_S = 60;
const MS_PER_SECOND = 1_000;

/** A past interval that is to be read. */
export interface WantedInterval {
  /** Its number in the device's table; 1 is the newest. */
  readonly number: number;
  /** Epoch seconds of its start. */
  readonly slot: number;
  /** Whether the device cannot change it any more: it may lower the unavailable seconds at the next boundary. */
  readonly isFinal: boolean;
}

/**
 * Which past 15-minute intervals of one line are still to be read: the newest, once, and each one more as final an
 * interval later. After a break the older ones follow, oldest first, as long as the device keeps them.
 */
export class PastIntervals {
  private boundary: { readonly deviceS: number; readonly slot: number } | null = null;
  private newestRead = -Infinity;
  private finalUpTo = -Infinity;
  private givenUpAt: number | null = null;

  /**
   * @param takenAt ms since the epoch, of the answer with `intervals`
   * @param most how many at once
   */
  wanted(takenAt: number, { elapsedS, valid }: LineIntervals, most: number): readonly WantedInterval[] {
    if (elapsedS < SETTLED_AFTER_S || elapsedS >= INTERVAL_S) return [];
    const current = this.currentSlot(Math.round(takenAt / MS_PER_SECOND) - elapsedS);
    if (current === this.givenUpAt) return [];
    const wanted: WantedInterval[] = [];
    // Of a line that was never read before, no more than fits into one message is fetched from the past.
    const oldest = this.finalUpTo === -Infinity ? Math.min(valid, most) : valid;
    for (let number = oldest; number >= 1; number -= 1) {
      const slot = current - number * INTERVAL_S;
      const isFinal = number > 1;
      if (slot > (isFinal ? this.finalUpTo : this.newestRead)) wanted.push({ number, slot, isFinal });
    }
    return wanted.slice(0, most);
  }

  /** The device has answered for these. */
  noteRead(read: readonly WantedInterval[]): void {
    for (const { slot, isFinal } of read) {
      if (isFinal) this.finalUpTo = Math.max(this.finalUpTo, slot);
      this.newestRead = Math.max(this.newestRead, slot);
    }
  }

  /** The device does not answer for them: they are asked again when the next interval has ended. */
  giveUp(): void {
    this.givenUpAt = this.boundary?.slot ?? null;
  }

  /**
   * Slot of the present interval. A slot is a quarter of an hour by the wall clock; a device whose intervals begin
   * elsewhere keeps to the nearest, without jumping to the other one when its clock drifts.
   */
  private currentSlot(deviceS: number): number {
    const expected = this.boundary && this.after(this.boundary, deviceS);
    const slot =
      expected && Math.abs(expected.deviceS - deviceS) <= DRIFT_S
        ? expected.slot
        : Math.round(deviceS / INTERVAL_S) * INTERVAL_S;
    this.boundary = { deviceS, slot };
    return slot;
  }

  private after(
    { deviceS, slot }: { readonly deviceS: number; readonly slot: number },
    now: number,
  ): { readonly deviceS: number; readonly slot: number } {
    const passed = Math.round((now - deviceS) / INTERVAL_S) * INTERVAL_S;
    return { deviceS: deviceS + passed, slot: slot + passed };
  }
}
