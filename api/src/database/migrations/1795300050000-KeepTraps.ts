import { type MigrationInterface, type QueryRunner, Table, TableIndex } from 'typeorm';
import { bigint, flag, id, int, key, nullable, ref, text } from './columns.js';

/** Traps for the NOC to read, what was read because of them, and how many unknown ones of an hour were too many to be kept. */
export class KeepTraps1795300050000 implements MigrationInterface {
  readonly name = 'KeepTraps1795300050000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(
      new Table({
        name: 'trap',
        columns: [
          id(),
          ref('device_id'),
          bigint('trap_at'),
          int('trap_hour'),
          flag('is_known'),
          text('source', 80),
          nullable(text('agent_address', 45)),
          text('version', 8),
          flag('is_inform'),
          text('oid', 255),
          nullable(bigint('sys_up_time')),
          nullable(bigint('if_index')),
          // 32 values of at most 255 + 20 + 256 characters; MySQL's TEXT holds 65,535 octets, too few for Chinese.
          { name: 'varbinds', type: runner.dataSource.options.type === 'mysql' ? 'mediumtext' : 'text' },
          int('left_out'),
        ],
        indices: [
          new TableIndex({ name: 'ix_trap_at', columnNames: ['trap_at', 'id'] }),
          new TableIndex({ name: 'ix_trap_device', columnNames: ['device_id', 'trap_at', 'id'] }),
          new TableIndex({ name: 'ix_trap_hour', columnNames: ['device_id', 'trap_hour', 'is_known'] }),
        ],
      }),
    );
    await runner.createTable(
      new Table({
        name: 'trap_reading',
        columns: [
          id('trap_id'),
          bigint('read_at'),
          nullable(text('fault', 20)),
          nullable(int('admin_status')),
          nullable(int('oper_status')),
        ],
        indices: [new TableIndex({ name: 'ix_trap_reading_at', columnNames: ['read_at'] })],
      }),
    );
    await runner.createTable(
      new Table({
        name: 'trap_drop',
        columns: [key(ref('device_id')), key(int('trap_hour')), int('dropped')],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('trap_drop');
    await runner.dropTable('trap_reading');
    await runner.dropTable('trap');
  }
}
