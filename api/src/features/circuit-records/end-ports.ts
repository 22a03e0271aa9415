import { Injectable } from '@nestjs/common';
import type { WatchedPort } from '@linewatch/shared';
import type { Transaction } from '../../database/database.js';
import { InventoryRepository } from '../inventory/index.js';

/** Where a wanted port is. `portId` null: the interface is new to the house. */
export interface FoundPort {
  readonly deviceId: string;
  readonly ifName: string;
  readonly portId: number | null;
}

/** Finds the ports that ends are to be watched at. */
@Injectable()
export class EndPorts {
  constructor(private readonly inventory: InventoryRepository) {}

  /**
   * @param circuitId whose own ends may have the port already; another circuit that is not terminated may not
   * @returns what is wrong where it cannot be had
   */
  async find(
    tx: Transaction,
    { device, ifName }: WatchedPort,
    circuitId: string,
  ): Promise<FoundPort | 'unknown_device' | 'taken'> {
    const [found] = await tx.query<{ id: string }>('SELECT id FROM device WHERE LOWER(code) = ?', [
      device.toLowerCase(),
    ]);
    if (found === undefined) return 'unknown_device';
    const [port] = await tx.query<{ id: number; living: number | string }>(
      `SELECT p.id AS id, COUNT(c.id) AS living FROM port p
         LEFT JOIN circuit_end e ON e.port_id = p.id AND e.circuit_id <> ?
         LEFT JOIN circuit c ON c.id = e.circuit_id AND c.state <> 'terminated'
       WHERE p.device_id = ? AND p.if_name = ? GROUP BY p.id`,
      [circuitId, found.id, ifName],
    );
    if (Number(port?.living ?? 0) > 0) return 'taken';
    return { deviceId: found.id, ifName, portId: port?.id ?? null };
  }

  /** The number of a port that was found; made where there was none. Asks for the lock of the inventory's version. */
  async numberOf(tx: Transaction, { deviceId, ifName, portId }: FoundPort, circuitCode: string): Promise<number> {
    if (portId !== null) return portId;
    const id = (await this.inventory.lastPort(tx)) + 1;
    await this.inventory.addPorts(tx, [{ id, deviceId, ifName, ifAlias: circuitCode, role: 'PRIMARY' }]);
    return id;
  }
}
