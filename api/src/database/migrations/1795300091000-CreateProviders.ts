import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { bigint, flag, id, key, nullable, ref, text } from './columns.js';

/** Providers that people sign in at, who of them is who here, and sign-ins that are under way. */
export class CreateProviders1795300091000 implements MigrationInterface {
  readonly name = 'CreateProviders1795300091000';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await runner.createTable(table);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of TABLES.toReversed()) await runner.dropTable(table.name);
  }
}

const TABLES = [
  new Table({
    name: 'identity_provider',
    columns: [
      id(),
      nullable(ref('customer_id')),
      text('name', 80),
      text('issuer', 255),
      text('client_id', 255),
      nullable(text('sealed', 1200)),
      flag('is_enabled'),
      flag('makes_users'),
      // The rest is read and written as a whole.
      { name: 'setup_json', type: 'text' },
      bigint('changed_at'),
    ],
    indices: [{ name: 'ix_identity_provider_customer', columnNames: ['customer_id'] }],
  }),
  new Table({
    name: 'identity_link',
    columns: [
      key(ref('provider_id')),
      key(text('subject_hash', 64)),
      ref('user_id'),
      flag('follows_groups'),
      bigint('linked_at'),
    ],
    indices: [{ name: 'ix_identity_link_user', columnNames: ['user_id'] }],
  }),
  new Table({
    name: 'identity_sign_in',
    columns: [
      key(text('state_hash', 64)),
      ref('provider_id'),
      text('nonce', 64),
      text('verifier', 128),
      nullable(ref('linking_user')),
      bigint('expires_at'),
    ],
    indices: [{ name: 'ix_identity_sign_in_expires', columnNames: ['expires_at'] }],
  }),
];
