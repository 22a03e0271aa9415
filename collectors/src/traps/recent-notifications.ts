import { createHash } from 'node:crypto';
import type { Clock } from '../clock/clock.js';
import type { Notification } from '../snmp/net-snmp-notifications.js';

const REMEMBERED_MS = 300_000;
/** What the storm limit lets through of a hundred devices in five minutes. */
const MOST_REMEMBERED = 50_000;

/**
 * Which events were told already. Agents send a trap to several addresses that lead here, and repeat an inform until its
 * answer arrives; the same device, notification, port and sysUpTime make the same event. Where no port is named, two
 * events of one hundredth of a second are told apart by the instances that they name.
 */
export class RecentNotifications {
  /** When each was told first, oldest first. */
  private readonly toldAt = new Map<string, number>();

  constructor(private readonly clock: Clock) {}

  /** Remembers an event. @returns whether it is new; one without sysUpTime always is */
  isNew(deviceId: string, { oid, ifIndex, sysUpTime, varbinds }: Notification): boolean {
    if (sysUpTime === null) return true;
    const now = this.clock.monotonic();
    this.forget(now);
    const event = `${deviceId} ${oid} ${ifIndex ?? digestOf(varbinds)} ${sysUpTime}`;
    if (this.toldAt.has(event)) return false;
    this.toldAt.set(event, now);
    return true;
  }

  private forget(now: number): void {
    for (const [event, at] of this.toldAt) {
      if (now - at < REMEMBERED_MS && this.toldAt.size < MOST_REMEMBERED) return;
      this.toldAt.delete(event);
    }
  }
}

/** Short, so that what a device writes does not fill our memory. */
function digestOf(varbinds: Notification['varbinds']): string {
  const hash = createHash('sha256');
  for (const { oid } of varbinds) hash.update(oid).update(' ');
  return hash.digest('base64url').slice(0, 16);
}
