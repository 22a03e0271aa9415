import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '../../database/database.js';

/** Told at once: a collector asks every few seconds, and discovers a few devices at a time. */
const ORDERS_AT_ONCE = 10;
/** After a failed one. The polls say meanwhile whether the device answers. */
const RETRY_MS = 15 * 60_000;
/** A device whose ports come and go is not discovered more often than this. */
const CALM_MS = 60_000;

/** When which device is discovered: the columns `discovery_due_at` and `tried_at`, which any instance reads. */
@Injectable()
export class DiscoverySchedule {
  constructor(private readonly database: Database) {}

  /** Devices that a collector has to discover now, the longest due first. They stay due until its report. `now` in ms. */
  async due(collectorId: string, now: number): Promise<string[]> {
    const rows = await this.database.read<{ id: string }>(
      `SELECT id FROM device WHERE polled_by = ? AND discovery_due_at <= ?
       ORDER BY discovery_due_at LIMIT ${String(ORDERS_AT_ONCE)}`,
      [collectorId, now],
    );
    return rows.map(({ id }) => id);
  }

  /** Has devices discovered at once. `now` in ms. */
  async hurry(tx: Transaction, deviceIds: readonly string[], now: number): Promise<void> {
    if (deviceIds.length === 0) return;
    await tx.execute(`UPDATE device SET discovery_due_at = ? WHERE id IN (${marks(deviceIds)})`, [now, ...deviceIds]);
  }

  /** Has devices discovered soon, unless they were just now. `now` in ms. */
  async doubt(tx: Transaction, deviceIds: readonly string[], now: number): Promise<void> {
    if (deviceIds.length === 0) return;
    const calm = await tx.query<{ id: string }>(
      `SELECT device_id AS id FROM device_discovery WHERE tried_at > ? AND device_id IN (${marks(deviceIds)})`,
      [now - CALM_MS, ...deviceIds],
    );
    const waiting = new Set(calm.map(({ id }) => id));
    await this.bringForward(tx, [...waiting], now + CALM_MS);
    await this.bringForward(
      tx,
      deviceIds.filter((id) => !waiting.has(id)),
      now,
    );
  }

  /** Plans the next discovery of a device after one. `now` in ms. */
  async planNext(tx: Transaction, deviceId: string, hasFailed: boolean, now: number): Promise<void> {
    const [row] = await tx.query<{ discoveryS: number }>(
      `SELECT pp.discovery_s AS discoveryS FROM device d JOIN poll_profile pp ON pp.id = d.poll_profile_id
       WHERE d.id = ?`,
      [deviceId],
    );
    const usualMs = (row?.discoveryS ?? 0) * 1_000;
    const waitMs = hasFailed ? Math.min(RETRY_MS, usualMs) : usualMs;
    await tx.execute('UPDATE device SET discovery_due_at = ? WHERE id = ?', [now + waitMs, deviceId]);
  }

  private async bringForward(tx: Transaction, deviceIds: readonly string[], at: number): Promise<void> {
    if (deviceIds.length === 0) return;
    await tx.execute(
      `UPDATE device SET discovery_due_at = ? WHERE discovery_due_at > ? AND id IN (${marks(deviceIds)})`,
      [at, at, ...deviceIds],
    );
  }
}

function marks(values: readonly unknown[]): string {
  return values.map(() => '?').join(',');
}
