import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '../../database/database.js';
import type { ContractEntity } from './contract.entity.js';
import type { CustomerEntity } from './customer.entity.js';
import type { SiteEntity } from './site.entity.js';

/** Customers with their sites and contracts, as they are founded. People read them by the circuits they belong to. */
@Injectable()
export class CustomerRepository {
  constructor(private readonly database: Database) {}

  /** Whether the house has no customer yet. About the house itself, hence without a scope. */
  async isEmpty(): Promise<boolean> {
    const rows = await this.database.read('SELECT 1 FROM customer LIMIT 1');
    return rows.length === 0;
  }

  async add(tx: Transaction, customers: readonly CustomerEntity[]): Promise<void> {
    await tx.insertMany(
      'customer',
      ['id', 'code', 'name_zh', 'name_en', 'grade', 'time_zone', 'status'],
      ['id'],
      customers.map((row) => [row.id, row.code, row.nameZh, row.nameEn, row.grade, row.timeZone, row.status]),
    );
  }

  async addSites(tx: Transaction, sites: readonly SiteEntity[]): Promise<void> {
    await tx.insertMany(
      'site',
      ['id', 'customer_id', 'code', 'name_zh', 'name_en', 'address'],
      ['id'],
      sites.map((row) => [row.id, row.customerId, row.code, row.nameZh, row.nameEn, row.address]),
    );
  }

  async addContracts(tx: Transaction, contracts: readonly ContractEntity[]): Promise<void> {
    await tx.insertMany(
      'contract',
      ['id', 'customer_id', 'number', 'sla_class'],
      ['id'],
      contracts.map((row) => [row.id, row.customerId, row.number, row.slaClass]),
    );
  }
}
