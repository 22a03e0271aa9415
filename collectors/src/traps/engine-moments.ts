import type { Clock } from '../clock/clock.js';
import type { EngineMoment } from '../snmp/snmp-client.js';

const WINDOW_S = 150;
/** An engine that cannot count its starts any more; nothing of it can be told from a replay. */
const BOOTS_EXHAUSTED = 2_147_483_647;

interface Latest {
  readonly boots: number;
  readonly time: number;
  /** Monotonic ms at which it was learned. */
  readonly at: number;
}

/**
 * The time of the engines that send traps, as far as authentic messages told it, and so whether a message is of now
 * (RFC 3414 section 3.2, step 7b: the sender of a trap is authoritative). Bounded by the devices of the work list, as
 * only authentic messages are learned from.
 */
export class EngineMoments {
  private readonly latest = new Map<string, Latest>();

  constructor(private readonly clock: Clock) {}

  /** Whether a message of this moment was sent so long ago that it must be a recording. */
  isOver({ engineId, boots, time }: EngineMoment): boolean {
    if (boots === BOOTS_EXHAUSTED) return true;
    const latest = this.latest.get(engineId);
    if (!latest || isLater({ boots, time }, latest)) return false;
    if (boots < latest.boots) return true;
    const passedS = Math.floor((this.clock.monotonic() - latest.at) / 1_000);
    return latest.time + passedS - time > WINDOW_S;
  }

  /** Takes over the moment of an authentic message, unless a later one is known. */
  learn({ engineId, boots, time }: EngineMoment): void {
    const latest = this.latest.get(engineId);
    if (latest && !isLater({ boots, time }, latest)) return;
    this.latest.set(engineId, { boots, time, at: this.clock.monotonic() });
  }
}

function isLater(one: Pick<Latest, 'boots' | 'time'>, other: Latest): boolean {
  return one.boots > other.boots || (one.boots === other.boots && one.time > other.time);
}
