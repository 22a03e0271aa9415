import { type MigrationInterface, type QueryRunner, TableColumn, TableIndex } from 'typeorm';
import { bigint, nullable, ref, text } from './columns.js';

/** Which collector polls which device, the regions that both are of, and collectors that doubt themselves. */
export class DivideDevices1795300010000 implements MigrationInterface {
  readonly name = 'DivideDevices1795300010000';

  async up(runner: QueryRunner): Promise<void> {
    for (const [table, column] of COLUMNS) await runner.addColumn(table, new TableColumn(column));
    await runner.createIndex('device', new TableIndex({ name: 'ix_device_polled_by', columnNames: ['polled_by'] }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('device', 'ix_device_polled_by');
    for (const [table, column] of COLUMNS.toReversed()) await runner.dropColumn(table, column.name);
  }
}

const COLUMNS = [
  ['collector', nullable(text('region', 40))],
  ['collector', nullable(bigint('impaired_since'))],
  ['device', nullable(text('region', 40))],
  ['device', nullable(ref('polled_by'))],
] as const;
