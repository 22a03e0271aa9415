import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../database/database.js';
import type { CircuitEndEntity } from './circuit-end.entity.js';
import type { CircuitEntity } from './circuit.entity.js';

/** Brings circuits and their ends into the inventory. */
@Injectable()
export class CircuitWriter {
  /** With `backupOf`, the id of the circuit that one stands in for. */
  async add(
    tx: Transaction,
    circuits: readonly (CircuitEntity & { readonly backupOf?: string | null })[],
  ): Promise<void> {
    await tx.insertMany(
      'circuit',
      [
        'id',
        'code',
        'name',
        'alias',
        'customer_id',
        'contract_id',
        'product',
        'contracted_bps',
        'topology',
        'protection',
        'compose_mode',
        'state',
        'network_grade',
        'activated_at',
        'backup_of',
      ],
      ['id'],
      circuits.map((row) => [
        row.id,
        row.code,
        row.name,
        row.alias,
        row.customerId,
        row.contractId,
        row.product,
        row.contractedBps,
        row.topology,
        row.protection,
        row.composeMode,
        row.state,
        row.networkGrade,
        row.activatedAt,
        row.backupOf ?? null,
      ]),
    );
  }

  async addEnds(tx: Transaction, ends: readonly CircuitEndEntity[]): Promise<void> {
    await tx.insertMany(
      'circuit_end',
      [
        'id',
        'circuit_id',
        'customer_id',
        'side',
        'seq',
        'site_id',
        'port_id',
        'monitoring',
        'access_type',
        'port_type',
      ],
      ['id'],
      ends.map((row) => [
        row.id,
        row.circuitId,
        row.customerId,
        row.side,
        row.seq,
        row.siteId,
        row.portId,
        row.monitoring,
        row.accessType,
        row.portType,
      ]),
    );
  }
}
