import { type MigrationInterface, type QueryRunner, Table, TableColumn } from 'typeorm';
import { bigint, int, key, nullable, ref, text } from './columns.js';

/** How the operator looks, version by version; reports note which one they were made with. */
export class CreateBrand1795300320000 implements MigrationInterface {
  readonly name = 'CreateBrand1795300320000';

  async up(runner: QueryRunner): Promise<void> {
    // A picture in base64 is longer than the text of MySQL; that of SQLite has no end.
    const long = runner.dataSource.options.type === 'mysql' ? 'mediumtext' : 'text';
    await runner.createTable(
      new Table({
        name: 'brand',
        columns: [
          key(int('version')),
          text('accent', 7),
          nullable(text('logo_type', 16)),
          nullable({ name: 'logo', type: long }),
          nullable(text('logo_sha256', 64)),
          nullable(int('logo_width')),
          nullable(int('logo_height')),
          nullable(int('logo_bytes')),
          bigint('at'),
          ref('by_user'),
        ],
      }),
    );
    await runner.addColumn('report', new TableColumn(nullable(int('brand_version'))));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumn('report', 'brand_version');
    await runner.dropTable('brand');
  }
}
