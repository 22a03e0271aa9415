import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '../../database/database.js';

/** Nobody waits for a reading for longer. */
const WISHED_MS = 30_000;

/**
 * Devices that are to be polled at once because somebody waits for a reading: the table `poll_wish`. A wish ends when
 * the device was polled after it, whatever came of that, or when it is too old. It asks for a poll and says nothing of the line.
 */
@Injectable()
export class PollWishes {
  constructor(private readonly database: Database) {}

  /** `now` in ms. */
  async add(tx: Transaction, deviceIds: readonly string[], now: number): Promise<void> {
    const rows = [...new Set(deviceIds)].sort().map((id) => [id, now]);
    await tx.insertMany('poll_wish', ['device_id', 'wished_at'], ['device_id'], rows, 'update');
  }

  /** Devices of a collector with an open wish, the oldest first. `now` in ms. */
  async open(collectorId: string, now: number, most: number): Promise<string[]> {
    const rows = await this.database.read<{ id: string }>(
      `SELECT d.id AS id FROM poll_wish w JOIN device d ON d.id = w.device_id
       WHERE d.polled_by = ? AND w.wished_at > ? AND (d.contact_at IS NULL OR d.contact_at < w.wished_at)
       ORDER BY w.wished_at, d.id LIMIT ${String(most)}`,
      [collectorId, now - WISHED_MS],
    );
    return rows.map(({ id }) => id);
  }

  /** Forgets the wishes that are too old. `now` in ms. */
  async forgetOld(tx: Transaction, now: number): Promise<void> {
    await tx.execute('DELETE FROM poll_wish WHERE wished_at <= ?', [now - WISHED_MS]);
  }
}
