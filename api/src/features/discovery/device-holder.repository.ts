import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../database/database.js';

/** Who polls a device: only the holder's word on it counts. */
@Injectable()
export class DeviceHolder {
  async isHeldBy(tx: Transaction, deviceId: string, collectorId: string): Promise<boolean> {
    const rows = await tx.query('SELECT 1 FROM device WHERE id = ? AND polled_by = ?', [deviceId, collectorId]);
    return rows.length > 0;
  }
}
