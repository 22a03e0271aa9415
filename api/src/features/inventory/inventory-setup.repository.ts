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
} as const;

/** A value is undefined where it is not to be changed. */
type Changes<Columns> = Readonly<Partial<Record<keyof Columns, SqlValue | undefined>>>;

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
    const rows = await this.database.read<Omit<PollProfileView, 'devices'> & { devices: number | string }>(
      `SELECT pp.id AS id, pp.name AS name, pp.interval_s AS intervalS, pp.timeout_ms AS timeoutMs,
         pp.retries AS retries, pp.backoff AS backoff, pp.max_repetitions AS maxRepetitions,
         pp.discovery_s AS discoveryS, (SELECT COUNT(*) FROM device d WHERE d.poll_profile_id = pp.id) AS devices
       FROM poll_profile pp ORDER BY pp.name, pp.id LIMIT ${String(MOST_LISTED)}`,
    );
    return rows.map((row) => ({ ...row, devices: Number(row.devices) }));
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
  }

  async changePollProfile(tx: Transaction, id: string, changes: Changes<typeof PROFILE_COLUMNS>): Promise<void> {
    await this.change(tx, 'poll_profile', id, PROFILE_COLUMNS, changes);
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
