import { type MigrationInterface, type QueryRunner, Table, TableColumn } from 'typeorm';
import { bigint, flag, id, int, key, nullable, ref, text } from './columns.js';

/** Second factors, one-time links, invitations, known devices, tokens of the API, and mail that waits to be sent. */
export class CreateAccounts1795300060000 implements MigrationInterface {
  readonly name = 'CreateAccounts1795300060000';

  async up(runner: QueryRunner): Promise<void> {
    for (const [table, column] of COLUMNS) await runner.addColumn(table, new TableColumn(column));
    for (const table of TABLES) await runner.createTable(table);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of TABLES.toReversed()) await runner.dropTable(table.name);
    for (const [table, column] of COLUMNS.toReversed()) await runner.dropColumn(table, column.name);
  }
}

const COLUMNS = [
  ['customer', { ...flag('require_totp'), default: 0 }],
  ['role_grant', nullable(bigint('suspended_at'))],
  ['user_account', nullable(bigint('last_sign_in_at'))],
  ['user_account', nullable(bigint('password_changed_at'))],
  ['user_session', { ...text('step', 8), default: "'DONE'" }],
  ['user_session', nullable(text('standing', 64))],
] as const;

const TABLES = [
  new Table({
    name: 'user_totp',
    columns: [
      key(ref('user_id')),
      nullable(text('sealed', 400)),
      nullable(text('offered', 400)),
      nullable(bigint('confirmed_at')),
      bigint('last_step'),
    ],
  }),
  new Table({
    name: 'recovery_code',
    columns: [key(ref('user_id')), key(int('slot')), text('code_hash', 255)],
  }),
  new Table({
    name: 'password_reset',
    columns: [key(text('token_hash', 64)), ref('user_id'), bigint('expires_at')],
    indices: [{ name: 'ix_password_reset_user', columnNames: ['user_id'] }],
  }),
  new Table({
    name: 'invitation',
    columns: [
      id(),
      text('token_hash', 64),
      text('email', 254),
      text('name', 80),
      text('language', 8),
      text('role', 32),
      ref('invited_by'),
      bigint('created_at'),
      bigint('expires_at'),
    ],
    indices: [
      { name: 'ux_invitation_token', columnNames: ['token_hash'], isUnique: true },
      { name: 'ix_invitation_email', columnNames: ['email'] },
    ],
  }),
  new Table({
    name: 'invitation_reach',
    columns: [key(ref('invitation_id')), key(ref('scope_id')), text('scope_type', 16)],
  }),
  new Table({
    name: 'known_device',
    columns: [key(text('token_hash', 64)), ref('user_id'), bigint('last_used_at')],
    indices: [{ name: 'ix_known_device_user', columnNames: ['user_id'] }],
  }),
  new Table({
    name: 'api_token',
    columns: [
      id(),
      text('token_hash', 64),
      text('begins_with', 12),
      text('name', 80),
      text('role', 32),
      ref('customer_id'),
      ref('created_by'),
      bigint('created_at'),
      bigint('expires_at'),
      nullable(bigint('last_used_at')),
      nullable(int('warned_days')),
    ],
    indices: [
      { name: 'ux_api_token_hash', columnNames: ['token_hash'], isUnique: true },
      { name: 'ix_api_token_customer', columnNames: ['customer_id'] },
      { name: 'ix_api_token_expires', columnNames: ['expires_at'] },
    ],
  }),
  new Table({
    name: 'api_token_site',
    columns: [key(ref('token_id')), key(ref('site_id'))],
  }),
  new Table({
    name: 'mail',
    columns: [
      id(),
      text('state', 8),
      { name: 'sealed', type: 'text', isNullable: true },
      bigint('created_at'),
      bigint('next_try_at'),
      int('attempts'),
      nullable(text('failure', 80)),
    ],
    indices: [{ name: 'ix_mail_state', columnNames: ['state', 'next_try_at'] }],
  }),
];
