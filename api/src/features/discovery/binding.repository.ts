import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../database/database.js';
import { InventoryVersion } from '../inventory/index.js';

/** Which port stands for which interface, and which end for which port: changed only by a person's consent. */
@Injectable()
export class BindingRepository {
  constructor(private readonly version: InventoryVersion) {}

  /**
   * Lets a port follow its interface to another name. Its number, and so its history, stays.
   *
   * @returns false, and nothing is changed, when another port has that name already
   */
  async rename(tx: Transaction, portId: number, deviceId: string, ifName: string): Promise<boolean> {
    await this.version.advance(tx);
    const taken = await tx.query('SELECT 1 FROM port WHERE device_id = ? AND if_name = ? AND id <> ?', [
      deviceId,
      ifName,
      portId,
    ]);
    if (taken.length > 0) return false;
    await tx.execute('UPDATE port SET if_name = ? WHERE id = ?', [ifName, portId]);
    return true;
  }

  /**
   * Gives an end without a port the port of an interface, which is made where there is none.
   *
   * @param circuitCode what the alias of the interface says
   * @returns false, and nothing is changed, when the end has a port by now, or the port serves another end
   */
  async bind(
    tx: Transaction,
    endId: string,
    { deviceId, ifName, circuitCode }: { deviceId: string; ifName: string; circuitCode: string },
  ): Promise<boolean> {
    // First, since it locks: two who bind at the same time would give two ports one number.
    await this.version.advance(tx);
    const [known] = await tx.query<{ id: number; ends: number | string }>(
      `SELECT p.id AS id, (SELECT COUNT(*) FROM circuit_end e WHERE e.port_id = p.id) AS ends
       FROM port p WHERE p.device_id = ? AND p.if_name = ?`,
      [deviceId, ifName],
    );
    if (known !== undefined && Number(known.ends) > 0) return false;
    const portId = known?.id ?? (await this.nextPort(tx));
    const bound = await tx.execute(
      "UPDATE circuit_end SET port_id = ?, monitoring = 'SNMP' WHERE id = ? AND port_id IS NULL",
      [portId, endId],
    );
    if (bound === 0) return false;
    if (known === undefined) {
      const row = [portId, deviceId, ifName, circuitCode, 'PRIMARY'];
      await tx.insertMany('port', ['id', 'device_id', 'if_name', 'if_alias', 'role'], ['id'], [row]);
    }
    return true;
  }

  /** The engine id that a device has now is the right one from here on. */
  async acceptEngine(tx: Transaction, deviceId: string): Promise<void> {
    await tx.execute('UPDATE device_discovery SET known_engine_id = engine_id WHERE device_id = ?', [deviceId]);
  }

  private async nextPort(tx: Transaction): Promise<number> {
    const [row] = await tx.query<{ highest: number | null }>('SELECT MAX(id) AS highest FROM port');
    return (row?.highest ?? 0) + 1;
  }
}
