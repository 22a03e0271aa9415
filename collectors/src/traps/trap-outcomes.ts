import type { Refusal } from '../snmp/guard/refusals.js';

/** What became of a datagram that came to the trap port. */
export type TrapOutcome =
  | Refusal
  /** Authentic, of interest and new: it is kept for the NOC and its device is polled. */
  | 'DELIVERED'
  /** The question for our engine id or time, which comes before an inform of v3. */
  | 'DISCOVERY'
  /** Authentic and kept for the NOC, but after such a notification nothing has to be polled. */
  | 'OF_NO_INTEREST'
  /** The same event of the same device was told before. */
  | 'DUPLICATE'
  /** Its device tells more in a minute than is listened to. */
  | 'STORM'
  /** Of an engine time that is over: recorded and sent again, by whomever. */
  | 'REPLAYED'
  /** Of a registered source, but not in the name of one of its devices. */
  | 'WRONG_CREDENTIALS'
  /** The system had no room for it before we saw it. */
  | 'KERNEL';

/** How many datagrams are listened to. */
export interface TrapLimits {
  /** Of one source, in the long run and at once. */
  readonly perSecond: number;
  readonly burst: number;
  /** Authentic notifications of one device. */
  readonly perDeviceAndMinute: number;
}

export const TRAP_LIMITS: TrapLimits = { perSecond: 50, burst: 200, perDeviceAndMinute: 100 };
