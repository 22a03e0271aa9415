import { Injectable } from '@nestjs/common';
import { agentRestartedAt, type DeviceFault, type DevicePoll, type Reachability } from '@linewatch/shared';
import type { SqlValue, Transaction } from '../../database/database.js';
import { toChunks } from './chunks.js';
import { toNumber } from './sample-rows.js';

/** After so many failed polls in a row a device is given up: its ports are unknown. */
export const FAILURES_UNTIL_UNREACHABLE = 3;
/** An answer older than this says that the device was there, not that it is; ms. */
const ANSWER_IS_NEWS_MS = 5 * 60_000;
const DEVICES_A_STATEMENT = 100;

/** What is known of the contact to a device. */
interface Contact {
  readonly id: string;
  readonly reachability: Reachability;
  readonly fault: DeviceFault | null;
  readonly failures: number;
  readonly lastSeenAt: number | null;
  /** ms; when the newest poll that was reported took place. */
  readonly contactAt: number | null;
  /** sysUpTime of the newest answer, in ticks, and when that was read. */
  readonly upTicks: number | null;
  readonly upAt: number | null;
  /** ms; when the agent last began anew while it was watched. */
  readonly restartedAt: number | null;
}

const CONTACT_COLUMNS: readonly (readonly [name: string, valueOf: (contact: Contact) => SqlValue])[] = [
  ['reachability', ({ reachability }) => reachability],
  ['fault', ({ fault }) => fault],
  ['failures', ({ failures }) => failures],
  ['last_seen_at', ({ lastSeenAt }) => lastSeenAt],
  ['contact_at', ({ contactAt }) => contactAt],
  ['up_ticks', ({ upTicks }) => upTicks],
  ['up_at', ({ upAt }) => upAt],
  ['restarted_at', ({ restartedAt }) => restartedAt],
];

/** How the devices answer, as the collectors report it. Writes no other column of the inventory. */
@Injectable()
export class DeviceContactRepository {
  /**
   * Takes the reports of polls, in whatever order they come: the newest poll says how the device is, an older one at
   * most that it answered later than was known. Unknown devices are left out.
   */
  async record(tx: Transaction, polls: readonly DevicePoll[], now: number): Promise<void> {
    const newest = new Map<string, DevicePoll>();
    for (const poll of polls.toSorted((one, other) => one.at - other.at)) newest.set(poll.deviceId, poll);
    for (const chunk of toChunks([...newest.values()], DEVICES_A_STATEMENT)) {
      const before = await this.contacts(
        tx,
        chunk.map(({ deviceId }) => deviceId),
      );
      const after = before.flatMap((contact) => {
        const poll = newest.get(contact.id);
        return poll === undefined ? [] : contactAfter(contact, poll, now);
      });
      await this.save(tx, after);
    }
  }

  private async contacts(tx: Transaction, ids: readonly string[]): Promise<Contact[]> {
    const rows = await tx.query<{
      id: string;
      reachability: string;
      fault: string | null;
      failures: number;
      lastSeenAt: number | string | null;
      contactAt: number | string | null;
      upTicks: number | string | null;
      upAt: number | string | null;
      restartedAt: number | string | null;
    }>(
      `SELECT id, reachability, fault, failures, last_seen_at AS lastSeenAt, contact_at AS contactAt,
         up_ticks AS upTicks, up_at AS upAt, restarted_at AS restartedAt FROM device
       WHERE id IN (${ids.map(() => '?').join(',')}) ORDER BY id`,
      ids,
    );
    return rows.map((row) => ({
      id: row.id,
      reachability: row.reachability as Reachability,
      fault: row.fault as DeviceFault | null,
      failures: row.failures,
      lastSeenAt: toNumber(row.lastSeenAt),
      contactAt: toNumber(row.contactAt),
      upTicks: toNumber(row.upTicks),
      upAt: toNumber(row.upAt),
      restartedAt: toNumber(row.restartedAt),
    }));
  }

  private async save(tx: Transaction, contacts: readonly Contact[]): Promise<void> {
    if (contacts.length === 0) return;
    const names = CONTACT_COLUMNS.map(([name]) => name);
    if (tx.dialect === 'sqlite') {
      const rows = contacts.map((contact) => [...CONTACT_COLUMNS.map(([, valueOf]) => valueOf(contact)), contact.id]);
      await tx.updateMany('device', names, ['id'], rows);
      return;
    }
    const cases = contacts.map(() => 'WHEN ? THEN ?').join(' ');
    await tx.execute(
      `UPDATE device SET ${names.map((name) => `${name} = CASE id ${cases} END`).join(', ')}
       WHERE id IN (${contacts.map(() => '?').join(',')})`,
      [
        ...CONTACT_COLUMNS.flatMap(([, valueOf]) => contacts.flatMap((contact) => [contact.id, valueOf(contact)])),
        ...contacts.map(({ id }) => id),
      ],
    );
  }
}

function contactAfter(before: Contact, poll: DevicePoll, now: number): Contact[] {
  const { lastSeenAt } = before;
  const answered = poll.fault === null && poll.at > (lastSeenAt ?? -Infinity);
  if (poll.at <= Math.max(before.contactAt ?? -Infinity, lastSeenAt ?? -Infinity)) {
    return answered ? [{ ...before, lastSeenAt: poll.at }] : [];
  }
  const contactAt = poll.at;
  if (answered) {
    const seen = { ...before, ...agentAfter(before, poll), contactAt, lastSeenAt: poll.at };
    return [
      now - poll.at > ANSWER_IS_NEWS_MS ? seen : { ...seen, reachability: 'REACHABLE', fault: null, failures: 0 },
    ];
  }
  const gaveUp = poll.failures >= FAILURES_UNTIL_UNREACHABLE;
  const reachability = gaveUp ? 'UNREACHABLE' : before.reachability;
  return [{ ...before, contactAt, reachability, fault: poll.fault, failures: poll.failures }];
}

/** What an answer says of how long the agent runs (P-RATE, step 4). */
function agentAfter(
  { upTicks, upAt, restartedAt }: Contact,
  { at, sysUpTime }: DevicePoll,
): Pick<Contact, 'upTicks' | 'upAt' | 'restartedAt'> {
  if (sysUpTime === null) return { upTicks, upAt, restartedAt };
  const again =
    upTicks === null || upAt === null
      ? undefined
      : agentRestartedAt({ takenAt: upAt, sysUpTime: upTicks }, { takenAt: at, sysUpTime });
  return { upTicks: sysUpTime, upAt: at, restartedAt: again ?? restartedAt };
}
