import { type MigrationInterface, type QueryRunner, Table, TableColumn } from 'typeorm';
import { bigint, id, int, nullable, ref, text } from './columns.js';

/** Contacts and documents of customers, access to sites, terms of contracts, and versions of all that is edited. */
export class AddCustomerPapers1795300081000 implements MigrationInterface {
  readonly name = 'AddCustomerPapers1795300081000';

  async up(runner: QueryRunner): Promise<void> {
    for (const [table, column] of COLUMNS) await runner.addColumn(table, new TableColumn(column));
    for (const table of TABLES) await runner.createTable(table);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of TABLES.toReversed()) await runner.dropTable(table.name);
    for (const [table, column] of COLUMNS.toReversed()) await runner.dropColumn(table, column.name);
  }
}

const version = { ...int('version'), default: 1 };

const COLUMNS = [
  ['customer', version],
  ['site', version],
  ['site', nullable(text('access_hours', 200))],
  ['site', nullable(text('access_note', 400))],
  ['contract', version],
  ['contract', nullable(text('valid_from', 10))],
  ['contract', nullable(text('valid_to', 10))],
] as const;

const TABLES = [
  new Table({
    name: 'contact',
    columns: [
      id(),
      ref('customer_id'),
      nullable(ref('site_id')),
      text('name', 80),
      text('role', 16),
      nullable(text('phone', 40)),
      nullable(text('email', 200)),
      text('language', 8),
      version,
    ],
    indices: [{ name: 'ix_contact_customer', columnNames: ['customer_id', 'name'] }],
  }),
  new Table({
    name: 'document',
    columns: [
      id(),
      ref('customer_id'),
      nullable(ref('site_id')),
      text('name', 200),
      text('kind', 16),
      text('media_type', 120),
      bigint('bytes'),
      text('sha256', 64),
      text('storage_key', 64),
      bigint('added_at'),
      nullable(ref('added_by')),
    ],
    indices: [
      { name: 'ix_document_customer', columnNames: ['customer_id', 'added_at'] },
      { name: 'ux_document_storage_key', columnNames: ['storage_key'], isUnique: true },
    ],
  }),
];
