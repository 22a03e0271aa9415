import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { bigint, id, key, nullable, ref, text } from './columns.js';

/** Customers, people, their rights and sessions, and the collectors as identities. */
export class CreateIdentity1795300000000 implements MigrationInterface {
  readonly name = 'CreateIdentity1795300000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await runner.createTable(table);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of TABLES.toReversed()) await runner.dropTable(table.name);
  }
}

const TABLES = [
  new Table({
    name: 'customer',
    columns: [
      id(),
      text('code', 32),
      text('name_zh', 120),
      text('name_en', 120),
      text('grade', 32),
      text('time_zone', 64),
      text('status', 16),
    ],
    indices: [{ name: 'ux_customer_code', columnNames: ['code'], isUnique: true }],
  }),
  new Table({
    name: 'site',
    columns: [
      id(),
      ref('customer_id'),
      text('code', 32),
      text('name_zh', 120),
      text('name_en', 120),
      text('address', 200),
    ],
    indices: [{ name: 'ix_site_customer', columnNames: ['customer_id'] }],
  }),
  new Table({
    name: 'contract',
    columns: [id(), ref('customer_id'), text('number', 40), text('sla_class', 32)],
    indices: [{ name: 'ux_contract_number', columnNames: ['number'], isUnique: true }],
  }),
  new Table({
    name: 'user_account',
    columns: [
      id(),
      text('email', 254),
      text('name', 80),
      text('password_hash', 255),
      text('language', 8),
      text('time_zone', 64),
      text('status', 16),
    ],
    indices: [{ name: 'ux_user_email', columnNames: ['email'], isUnique: true }],
  }),
  new Table({
    name: 'role_grant',
    columns: [id(), ref('user_id'), text('role', 32), text('scope_type', 16), nullable(ref('scope_id'))],
    indices: [{ name: 'ix_role_grant_user', columnNames: ['user_id'] }],
  }),
  new Table({
    name: 'user_session',
    columns: [
      key(text('token_hash', 64)),
      ref('id'),
      ref('user_id'),
      bigint('created_at'),
      bigint('last_seen_at'),
      bigint('expires_at'),
      text('address', 64),
      text('user_agent', 255),
    ],
    indices: [{ name: 'ix_session_user', columnNames: ['user_id'] }],
  }),
  new Table({
    name: 'setup_token',
    columns: [key(text('token_hash', 64)), bigint('expires_at')],
  }),
  new Table({
    name: 'collector',
    columns: [id(), text('code', 32), text('token_hash', 64), nullable(bigint('last_seen_at'))],
    indices: [{ name: 'ux_collector_token', columnNames: ['token_hash'], isUnique: true }],
  }),
];
