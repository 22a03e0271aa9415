import { seededShare } from './seeded-share.js';

const HOUR_MS = 3_600_000;
const MICROWATTS_PER_MILLIWATT = 1_000;

/** What a transceiver shows at a moment: microwatts, degrees Celsius, volts, milliamperes. */
export interface OpticsNow {
  readonly rxMicrowatts: number;
  readonly txMicrowatts: number;
  readonly temperatureC: number;
  readonly volts: number;
  readonly biasMa: number;
}

/** The transceiver at one end: levels of its own that swing a little with the day, or a received one that a command holds. */
export class PracticeOptics {
  /** Received level in dBm that a command holds; null: its own. */
  heldRxDbm: number | null = null;
  private readonly rxDbm: number;
  private readonly txDbm: number;

  /** @param seed words that no other port has */
  constructor(private readonly seed: string) {
    this.rxDbm = -7 - 8 * seededShare(seed, 'rx');
    this.txDbm = -5 + 3 * seededShare(seed, 'tx');
  }

  /** @param hasLight whether the far end's light arrives */
  at(now: number, hasLight: boolean): OpticsNow {
    const swing = Math.sin((now / (24 * HOUR_MS) + seededShare(this.seed, 'swing')) * 2 * Math.PI);
    const rxDbm = this.heldRxDbm ?? this.rxDbm + 0.1 * swing;
    return {
      rxMicrowatts: hasLight ? microwatts(rxDbm) : 0,
      txMicrowatts: microwatts(this.txDbm + 0.05 * swing),
      temperatureC: 36 + 6 * seededShare(this.seed, 'heat') + 2 * swing,
      volts: 3.28 + 0.02 * swing,
      biasMa: 18 + 14 * seededShare(this.seed, 'bias') + 0.3 * swing,
    };
  }
}

function microwatts(dbm: number): number {
  return 10 ** (dbm / 10) * MICROWATTS_PER_MILLIWATT;
}
