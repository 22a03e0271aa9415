import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { bigint, int, key } from './columns.js';

/**
 * On SQLite the log of the open hours has numbers of rows: what a batch brings lies behind one another, and only a small
 * key of each row at its block. As one tree in order of blocks nearly each row split a page of it.
 */
export class AppendToTheLog1795300411000 implements MigrationInterface {
  readonly name = 'AppendToTheLog1795300411000';

  up(runner: QueryRunner): Promise<void> {
    return remake(runner, false);
  }

  down(runner: QueryRunner): Promise<void> {
    return remake(runner, true);
  }
}

async function remake(runner: QueryRunner, withoutRowid: boolean): Promise<void> {
  // InnoDB keeps rows in order of their key in any case.
  if (runner.dataSource.options.type === 'mysql') return;
  const rest = [bigint('last_slot'), int('n'), { name: 'body', type: 'mediumblob' }];
  const keys = [key(int('hour')), key(int('block')), key(bigint('first_slot')), key(int('first_port'))];
  await runner.query('ALTER TABLE sample_chunk RENAME TO sample_chunk_before');
  await runner.createTable(new Table({ name: 'sample_chunk', withoutRowid, columns: [...keys, ...rest] }));
  const names = [...keys, ...rest].map(({ name }) => name).join(', ');
  await runner.query(
    `INSERT INTO sample_chunk (${names}) SELECT ${names} FROM sample_chunk_before ORDER BY first_slot, first_port`,
  );
  await runner.dropTable('sample_chunk_before');
}
