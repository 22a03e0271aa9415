/** How badly the way to the devices behaves. */
export interface FleetTrouble {
  /** Share of devices that never answer, 0..1. */
  readonly silent: number;
  /** Share of answers that are lost, 0..1. */
  readonly loss: number;
  /** ms that every answer takes longer. */
  readonly delayMs: number;
}

export const NO_TROUBLE: FleetTrouble = { silent: 0, loss: 0, delayMs: 0 };

/** Whether a device is one of the silent: the same ones in every run. */
export function isSilent({ silent }: FleetTrouble, device: number): boolean {
  return silent > 0 && device % Math.round(1 / silent) === 0;
}

/** Loses answers by a seed, the same ones at every run of the same order. */
export class Losses {
  private state = 20_261_122;

  isLost({ loss }: FleetTrouble): boolean {
    if (loss === 0) return false;
    this.state = (Math.imul(this.state, 1_664_525) + 1_013_904_223) >>> 0;
    return this.state / 2 ** 32 < loss;
  }
}
