import { Injectable } from '@nestjs/common';
import type { CredentialView, PollProfileView } from '@linewatch/shared';
import { Database, type SqlValue, type Transaction } from '../../database/database.js';
import { InventoryVersion } from './inventory-version.js';

/** Profiles and credentials are few: made by hand, each for many devices. */
const MOST_LISTED = 1_000;

/** Columns of a device that a person may change, by their names in the contract. */
const DEVICE_COLUMNS = {
  name: 'name',
  vendor: 'vendor',
  model: 'model',
  address: 'address',
  port: 'snmp_port',
  credentialId: 'credential_id',
  pollProfileId: 'poll_profile_id',
  region: 'region',
  requiredTag: 'required_tag',
} as const;

/** Columns of a poll profile that a person may change. */
const PROFILE_COLUMNS = {
  name: 'name',
  intervalS: 'interval_s',
  timeoutMs: 'timeout_ms',
  retries: 'retries',
  backoff: 'backoff',
  maxRepetitions: 'max_repetitions',
  discoveryS: 'discovery_s',
  statusS: 'status_s',
  opticalS: 'optical_s',
  countsAllPackets: 'counts_all_packets',
} as const;

/** A value is undefined where it is not to be changed. */
type Changes<Columns> = Readonly<Partial<Record<keyof Columns, SqlValue | undefined>>>;

/** Seconds between two polls, and between two looks at states; null: there are none. */
export interface ProfileRhythm {
  readonly intervalS: number;
  readonly statusS: number | null;
}

/** What people make and change of devices, profiles and credentials. Every change advances the inventory's version. */
@Injectable()
export class InventorySetup {
  constructor(
    private readonly database: Database,
    private readonly version: InventoryVersion,
  ) {}

  /** By name. Never what is sealed. */
  async credentials(): Promise<CredentialView[]> {
    const rows = await this.database.read<Omit<CredentialView, 'devices'> & { devices: number | string }>(
      `SELECT cr.id AS id, cr.name AS name, cr.version AS version,
         (SELECT COUNT(*) FROM device d WHERE d.credential_id = cr.id) AS devices
       FROM snmp_credential cr ORDER BY cr.name, cr.id LIMIT ${String(MOST_LISTED)}`,
    );
    return rows.map((row) => ({ ...row, devices: Number(row.devices) }));
  }

  /** By name. */
  async pollProfiles(): Promise<PollProfileView[]> {
    const rows = await this.database.read<
      Omit<PollProfileView, 'devices' | 'countsAllPackets'> & { devices: number | string; countsAllPackets: number }
    >(
      `SELECT pp.id AS id, pp.name AS name, pp.interval_s AS intervalS, pp.timeout_ms AS timeoutMs,
         pp.retries AS retries, pp.backoff AS backoff, pp.max_repetitions AS maxRepetitions,
         pp.discovery_s AS discoveryS, pp.status_s AS statusS, pp.optical_s AS opticalS,
         pp.counts_all_packets AS countsAllPackets,
         (SELECT COUNT(*) FROM device d WHERE d.poll_profile_id = pp.id) AS devices
       FROM poll_profile pp ORDER BY pp.name, pp.id LIMIT ${String(MOST_LISTED)}`,
    );
    return rows.map((row) => ({
      ...row,
      devices: Number(row.devices),
      countsAllPackets: row.countsAllPackets !== 0,
    }));
  }

  /** How often a profile reads, or undefined when there is none. */
  async rhythmOf(tx: Transaction, profileId: string): Promise<ProfileRhythm | undefined> {
    const [row] = await tx.query<ProfileRhythm>(
      'SELECT interval_s AS intervalS, status_s AS statusS FROM poll_profile WHERE id = ?',
      [profileId],
    );
    return row;
  }

  /** Whether some row of a table has this value; `exceptId` is not counted. */
  async has(tx: Transaction, what: keyof typeof LOOKUPS, values: readonly SqlValue[], exceptId = ''): Promise<boolean> {
    const rows = await tx.query(`${LOOKUPS[what]} AND id <> ? LIMIT 1`, [...values, exceptId]);
    return rows.length > 0;
  }

  /** Where a device is reached, or undefined when there is none. */
  async addressOf(tx: Transaction, id: string): Promise<{ code: string; address: string; port: number } | undefined> {
    const [row] = await tx.query<{ code: string; address: string; port: number }>(
      'SELECT code AS code, address AS address, snmp_port AS port FROM device WHERE id = ?',
      [id],
    );
    return row;
  }

  async changeDevice(tx: Transaction, id: string, changes: Changes<typeof DEVICE_COLUMNS>): Promise<void> {
    await this.change(tx, 'device', id, DEVICE_COLUMNS, changes);
    if (changes.pollProfileId !== undefined) await this.spreadOpticalRhythm(tx);
  }

  async changePollProfile(tx: Transaction, id: string, changes: Changes<typeof PROFILE_COLUMNS>): Promise<void> {
    await this.change(tx, 'poll_profile', id, PROFILE_COLUMNS, changes);
    if (changes.opticalS !== undefined) await this.spreadOpticalRhythm(tx);
  }

  /** Has optical points read as often as the profiles of their devices say. Where a profile says nothing, they stay. */
  private async spreadOpticalRhythm(tx: Transaction): Promise<void> {
    await tx.execute(
      `/* unscoped: how often devices are read is the operator's own, and the same for whoever ends there. */
       UPDATE measure_point SET interval_s = (SELECT pp.optical_s FROM device d
           JOIN poll_profile pp ON pp.id = d.poll_profile_id WHERE d.id = measure_point.device_id)
       WHERE kind = 'OPTICAL' AND device_id IN (SELECT d.id FROM device d
           JOIN poll_profile pp ON pp.id = d.poll_profile_id WHERE pp.optical_s IS NOT NULL)`,
    );
  }

  private async change<Columns extends Readonly<Record<string, string>>>(
    tx: Transaction,
    table: string,
    id: string,
    columns: Columns,
    changes: Changes<Columns>,
  ): Promise<void> {
    const set: string[] = [];
    const values: SqlValue[] = [];
    for (const [name, column] of Object.entries(columns)) {
      const value = changes[name];
      if (value === undefined) continue;
      set.push(`${column} = ?`);
      values.push(value);
    }
    if (set.length === 0) return;
    await tx.execute(`UPDATE ${table} SET ${set.join(', ')} WHERE id = ?`, [...values, id]);
    await this.version.advance(tx);
  }
}

const LOOKUPS = {
  deviceCode: 'SELECT 1 FROM device WHERE code = ?',
  deviceAddress: 'SELECT 1 FROM device WHERE address = ? AND snmp_port = ?',
  credential: 'SELECT 1 FROM snmp_credential WHERE id = ?',
  credentialName: 'SELECT 1 FROM snmp_credential WHERE name = ?',
  profile: 'SELECT 1 FROM poll_profile WHERE id = ?',
  profileName: 'SELECT 1 FROM poll_profile WHERE name = ?',
} as const;
