import { type MigrationInterface, type QueryRunner, TableColumn } from 'typeorm';

const COLUMNS = [
  // What port-page.ts writes; null until a block is written anew: then `ports` holds it as text.
  new TableColumn({ name: 'body', type: 'mediumblob', isNullable: true }),
  // Another one with each write, so that who keeps a page at hand sees whether it is the newest.
  new TableColumn({ name: 'mark', type: 'bigint', default: 0 }),
];

/** Pages of ports are octets, which are written and read without a look at each number. */
export class PortsAsOctets1795300407000 implements MigrationInterface {
  readonly name = 'PortsAsOctets1795300407000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumns('port_block', COLUMNS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumns('port_block', COLUMNS);
  }
}
