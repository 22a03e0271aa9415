import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Database, type Transaction } from '../../database/database.js';

const SETTING = 'inventory.version';

/**
 * A word that changes with every change of what is polled, kept beside the rows themselves, so that each instance of
 * the API learns of a change that another one made. Random: two databases never say the same of different devices.
 */
@Injectable()
export class InventoryVersion {
  constructor(private readonly database: Database) {}

  /** `empty` before the first device. */
  async read(): Promise<string> {
    const [row] = await this.database.read<{ value: string }>('SELECT value FROM setting WHERE name = ?', [SETTING]);
    return row?.value ?? 'empty';
  }

  async advance(tx: Transaction): Promise<void> {
    await tx.insertMany('setting', ['name', 'value'], ['name'], [[SETTING, uuidv7()]], 'update');
  }
}
