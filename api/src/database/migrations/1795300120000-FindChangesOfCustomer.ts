import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';

const INDEX = new TableIndex({ name: 'ix_state_customer', columnNames: ['customer_id', 'from_at'] });

/** The latest changes of a customer's circuits are found without going through each circuit's history. */
export class FindChangesOfCustomer1795300120000 implements MigrationInterface {
  readonly name = 'FindChangesOfCustomer1795300120000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createIndex('state_interval', INDEX);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('state_interval', INDEX);
  }
}
