import { type MigrationInterface, type QueryRunner, Table, TableIndex } from 'typeorm';
import { bigint, int, key, text } from './columns.js';

/** Failed sign-ins by account and by address, and sessions found by their id. */
export class CreateSignInAttempt1795300004000 implements MigrationInterface {
  readonly name = 'CreateSignInAttempt1795300004000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(
      new Table({
        name: 'sign_in_attempt',
        columns: [
          key(text('subject', 80)),
          bigint('window_started_at'),
          int('failures'),
          int('strikes'),
          bigint('blocked_until'),
        ],
      }),
    );
    await runner.createIndex(
      'user_session',
      new TableIndex({ name: 'ux_session_id', columnNames: ['id'], isUnique: true }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('user_session', 'ux_session_id');
    await runner.dropTable('sign_in_attempt');
  }
}
