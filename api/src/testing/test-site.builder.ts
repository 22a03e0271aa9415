import { randomUUID } from 'node:crypto';
import type { Database } from '../database/database.js';

/** A site of a customer, stored. @returns its id */
export async function aStoredSite(database: Database, customerId: string): Promise<string> {
  const id = randomUUID();
  const columns = ['id', 'customer_id', 'code', 'name_zh', 'name_en', 'address'];
  await database.transaction((tx) =>
    tx.insertMany('site', columns, ['id'], [[id, customerId, id.slice(0, 8), '分行', 'Branch', '']]),
  );
  return id;
}

/** A customer, stored. @returns its id */
export async function aStoredCustomer(database: Database): Promise<string> {
  const id = randomUUID();
  const columns = ['id', 'code', 'name_zh', 'name_en', 'grade', 'time_zone', 'status'];
  const row = [id, id.slice(0, 8), '银行', 'A bank', 'GROUP', 'Asia/Shanghai', 'ACTIVE'];
  await database.transaction((tx) => tx.insertMany('customer', columns, ['id'], [row]));
  return id;
}
