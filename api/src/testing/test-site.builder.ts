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
