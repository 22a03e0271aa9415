import { createHash } from 'node:crypto';
import type { Clock } from '../clock/clock.js';

/** RFC 3411: high bit, no enterprise of our own, format 5 (octets). */
const ENGINE_ID_HEAD = Buffer.from('8000000005', 'hex');
const ENGINE_ID_TAIL_OCTETS = 12;
const BOOTS_EPOCH = Date.UTC(2020, 0, 1);
const WINDOW_S = 150;

/**
 * Our engine, which is authoritative for informs (RFC 3414 section 1.5.1): its id stays through restarts, and its boots
 * are the seconds from 2020 to the start, so that they grow with each without being kept anywhere.
 */
export class OwnEngine {
  readonly id: Buffer;
  readonly boots: number;
  private readonly startedAt: number;

  /** @param name what tells this receiver from others, such as host and port */
  constructor(
    name: string,
    private readonly clock: Clock,
  ) {
    const digest = createHash('sha256').update(name).digest();
    this.id = Buffer.concat([ENGINE_ID_HEAD, digest.subarray(0, ENGINE_ID_TAIL_OCTETS)]);
    this.boots = Math.max(1, Math.floor((clock.now() - BOOTS_EPOCH) / 1_000));
    this.startedAt = clock.monotonic();
  }

  /** snmpEngineTime: seconds since the start. */
  get time(): number {
    return Math.floor((this.clock.monotonic() - this.startedAt) / 1_000);
  }

  /** RFC 3414 section 3.2, step 7a. */
  isNow(boots: number, time: number): boolean {
    return boots === this.boots && Math.abs(time - this.time) <= WINDOW_S;
  }
}
