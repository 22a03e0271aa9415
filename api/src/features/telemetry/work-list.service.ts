import { Injectable } from '@nestjs/common';
import type { WorkList } from '@linewatch/shared';
import { Database } from '../../database/database.js';
import { Clock } from '../../platform/clock/clock.js';
import { InventoryReader } from '../inventory/index.js';
import { PortStateRepository } from './port-state.repository.js';

/** A collector that asks every second need not write every second. */
const SEEN_STEP_MS = 5_000;

/** What a collector has to poll, with what it noted at the newest stored reading of each port. */
@Injectable()
export class WorkListService {
  constructor(
    private readonly inventory: InventoryReader,
    private readonly ports: PortStateRepository,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * @param collectorId who asks
   * @param knownVersion the version that the collector has, or undefined
   * @returns undefined when it has the newest
   */
  async fetch(collectorId: string, knownVersion: string | undefined): Promise<WorkList | undefined> {
    await this.noteContact(collectorId);
    const { version, devices } = await this.inventory.polledDevices();
    if (version === knownVersion) return undefined;
    const notes = await this.ports.resumeNotes();
    return {
      version,
      devices: devices.map((device) => ({
        ...device,
        ports: device.ports.map((port) => ({ ...port, resume: notes.get(port.portId) ?? null })),
      })),
    };
  }

  private async noteContact(collectorId: string): Promise<void> {
    const now = this.clock.now();
    const [row] = await this.database.read<{ lastSeenAt: number | string | null }>(
      'SELECT last_seen_at AS lastSeenAt FROM collector WHERE id = ?',
      [collectorId],
    );
    if (row === undefined || (row.lastSeenAt !== null && now - Number(row.lastSeenAt) < SEEN_STEP_MS)) return;
    await this.database.transaction((tx) =>
      tx.execute('UPDATE collector SET last_seen_at = ? WHERE id = ?', [now, collectorId]),
    );
  }
}
