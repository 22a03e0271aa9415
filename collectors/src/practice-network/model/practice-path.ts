import { demoDelayMs } from '@linewatch/shared/demo';
import { seededShare } from './seeded-share.js';

const RUN_EVERY_MS = 60_000;
const US_PER_MS = 1_000;

/** The latest run of a test over a path; times in microseconds, null without an answer. */
export interface PathRun {
  readonly sent: number;
  readonly received: number;
  readonly minUs: number | null;
  readonly meanUs: number | null;
  readonly maxUs: number | null;
  readonly jitterUs: number | null;
}

/** What packets meet between the ends of a circuit. A run a minute; a command shows at once. */
export class PracticePath {
  /** What commands hold; null: as usual. */
  heldDelayMs: number | null = null;
  heldJitterMs: number | null = null;
  heldLossPercent: number | null = null;
  private readonly delayMs: number;

  /** @param seed code of its circuit */
  constructor(private readonly seed: string) {
    this.delayMs = demoDelayMs(seed);
  }

  /** @param sent packets of one run; isWhole: whether anything comes through */
  runAt(now: number, sent: number, isWhole: boolean): PathRun {
    const run = String(Math.floor(now / RUN_EVERY_MS));
    const lossPercent = isWhole ? (this.heldLossPercent ?? 0) : 100;
    const received = sent - Math.round((sent * lossPercent) / 100);
    if (received === 0) return { sent, received, minUs: null, meanUs: null, maxUs: null, jitterUs: null };
    const jitterUs = (this.heldJitterMs ?? 0.2 + 0.4 * seededShare(this.seed, run, 'jitter')) * US_PER_MS;
    const swing = this.heldDelayMs === null ? 0.5 * seededShare(this.seed, run, 'queue') : 0;
    const meanUs = (this.heldDelayMs ?? this.delayMs + swing) * US_PER_MS;
    return {
      sent,
      received,
      minUs: Math.round(Math.max(0, meanUs - jitterUs)),
      meanUs: Math.round(meanUs),
      maxUs: Math.round(meanUs + 2 * jitterUs),
      jitterUs: Math.round(jitterUs),
    };
  }
}
