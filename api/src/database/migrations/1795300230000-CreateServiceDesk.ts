import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { bigint, flag, id, int, nullable, ref, text } from './columns.js';

/** What changed of tickets, where customers' own service desks want to hear of it, and what is on its way to them. */
export class CreateServiceDesk1795300230000 implements MigrationInterface {
  readonly name = 'CreateServiceDesk1795300230000';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await runner.createTable(table);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of TABLES.toReversed()) await runner.dropTable(table.name);
  }
}

const TABLES: readonly Table[] = [
  new Table({
    name: 'ticket_change',
    columns: [id(), ref('ticket_id'), ref('customer_id'), text('kind', 16), bigint('at')],
  }),
  new Table({
    name: 'ticket_hub',
    columns: [
      id(),
      ref('customer_id'),
      text('version', 4),
      text('host', 255),
      text('sealed', 4000),
      text('events', 400),
      flag('is_enabled'),
      int('failures'),
      bigint('created_at'),
    ],
    indices: [{ name: 'ix_ticket_hub_customer', columnNames: ['customer_id'] }],
  }),
  new Table({
    name: 'ticket_hub_event',
    columns: [
      id(),
      ref('hub_id'),
      ref('customer_id'),
      ref('ticket_id'),
      text('kind', 16),
      bigint('at'),
      text('state', 8),
      int('attempts'),
      bigint('next_try_at'),
      nullable(text('failure', 80)),
    ],
    indices: [
      { name: 'ix_ticket_hub_event_due', columnNames: ['state', 'next_try_at'] },
      { name: 'ix_ticket_hub_event_hub', columnNames: ['hub_id', 'state', 'id'] },
      { name: 'ix_ticket_hub_event_at', columnNames: ['at'] },
    ],
  }),
];
