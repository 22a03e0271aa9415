import { type MigrationInterface, type QueryRunner, Table, TableColumn, TableIndex } from 'typeorm';
import { bigint, flag, int, key, nullable, ref, text } from './columns.js';

/** Whom a customer wants to be told next of what nobody acknowledges, and how far each message has got. */
export class EscalateNotices1795300240000 implements MigrationInterface {
  readonly name = 'EscalateNotices1795300240000';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await runner.createTable(table);
    await runner.addColumn('notice_delivery', new TableColumn({ ...int('step'), default: 0 }));
    // Somebody may be told a second time by the same way, as a step.
    await runner.createIndex('notice_delivery', ONCE_A_STEP);
    await runner.dropIndex('notice_delivery', ONCE.name ?? '');
    await runner.createIndex('notice_event', OF_OBJECT);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('notice_event', OF_OBJECT.name ?? '');
    await runner.query('DELETE FROM notice_delivery WHERE step > 0');
    await runner.createIndex('notice_delivery', ONCE);
    await runner.dropIndex('notice_delivery', ONCE_A_STEP.name ?? '');
    await runner.dropColumn('notice_delivery', 'step');
    for (const table of TABLES.toReversed()) await runner.dropTable(table.name);
  }
}

const ONCE = new TableIndex({
  name: 'ux_notice_delivery_once',
  columnNames: ['message_id', 'way', 'receiver_id'],
  isUnique: true,
});
const ONCE_A_STEP = new TableIndex({
  name: 'ux_notice_delivery_step',
  columnNames: ['message_id', 'way', 'receiver_id', 'step'],
  isUnique: true,
});
/** By what something has ended that is being escalated. */
const OF_OBJECT = new TableIndex({ name: 'ix_notice_event_object', columnNames: ['object_id', 'kind'] });

const TABLES = [
  new Table({
    name: 'notice_ladder',
    columns: [
      key(ref('customer_id')),
      flag('is_on'),
      { name: 'choice_json', type: 'text' },
      int('version'),
      bigint('changed_at'),
    ],
  }),
  new Table({
    name: 'notice_climb',
    columns: [
      key(ref('message_id')),
      ref('customer_id'),
      // Steps that were taken so far.
      int('step'),
      text('state', 8),
      bigint('next_at'),
      nullable(bigint('acknowledged_at')),
      nullable(ref('acknowledged_by')),
    ],
    indices: [{ name: 'ix_notice_climb_due', columnNames: ['state', 'next_at'] }],
  }),
];
