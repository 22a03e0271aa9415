import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '../../database/database.js';

const SETTING = 'demo.founded-at';

/** A device of the demo as it is polled now. */
export interface PracticeDevice {
  readonly id: string;
  readonly code: string;
  readonly snmpPort: number;
  readonly pollProfileId: string;
  readonly intervalS: number;
}

/** Whether this database was filled by the demo, and how its devices are polled. */
@Injectable()
export class DemoMarkRepository {
  constructor(private readonly database: Database) {}

  async isFounded(): Promise<boolean> {
    const rows = await this.database.read('SELECT 1 FROM setting WHERE name = ?', [SETTING]);
    return rows.length > 0;
  }

  /** First in the transaction that fills: of two that start at once the second one waits here, and fails. */
  async mark(tx: Transaction, foundedAt: number): Promise<void> {
    await tx.insertMany('setting', ['name', 'value'], ['name'], [[SETTING, String(foundedAt)]]);
  }

  /** Devices at an address of the practice network. */
  findDevices(address: string): Promise<PracticeDevice[]> {
    return this.database.read<PracticeDevice>(
      `SELECT d.id AS id, d.code AS code, d.snmp_port AS snmpPort, d.poll_profile_id AS pollProfileId,
         pp.interval_s AS intervalS
       FROM device d JOIN poll_profile pp ON pp.id = d.poll_profile_id WHERE d.address = ? ORDER BY d.code`,
      [address],
    );
  }
}
