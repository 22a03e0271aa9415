import { type MigrationInterface, type QueryRunner, Table, TableColumn, TableIndex } from 'typeorm';
import { bigint, flag, id, int, key, nullable, ref, text } from './columns.js';

/** Who wants to be told of what, the rooms of customers, messages, and what of them went to whom. */
export class CreateNotifications1795300160000 implements MigrationInterface {
  readonly name = 'CreateNotifications1795300160000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumn('notice_event', new TableColumn(nullable(bigint('gathered_at'))));
    await runner.createIndex('notice_event', new TableIndex(WAITING));
    // Texts that grow with the number of lines are longer than the text of MySQL; that of SQLite has no end.
    const long = runner.dataSource.options.type === 'mysql' ? 'mediumtext' : 'text';
    for (const table of tables(long)) await runner.createTable(table);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of tables('text').toReversed()) await runner.dropTable(table.name);
    await runner.dropIndex('notice_event', WAITING.name);
    await runner.dropColumn('notice_event', 'gathered_at');
  }
}

const WAITING = { name: 'ix_notice_event_waiting', columnNames: ['gathered_at', 'id'] };

const tables = (long: string): Table[] => [
  new Table({
    name: 'notice_setting',
    columns: [key(ref('user_id')), { name: 'settings_json', type: long }, int('version'), bigint('changed_at')],
  }),
  new Table({
    name: 'notice_room',
    columns: [
      id(),
      ref('customer_id'),
      text('type', 16),
      text('name', 80),
      text('host', 255),
      text('sealed', 4000),
      flag('has_secret'),
      { name: 'choice_json', type: long },
      flag('is_enabled'),
      int('failures'),
      nullable(bigint('switched_off_at')),
      int('version'),
      bigint('changed_at'),
    ],
    indices: [{ name: 'ix_notice_room_customer', columnNames: ['customer_id'] }],
  }),
  new Table({
    name: 'notice_message',
    columns: [
      id(),
      ref('customer_id'),
      text('kind', 32),
      // Set while others of the same cause may still join: there is one such message of a cause and kind.
      nullable(text('open_key', 64)),
      text('cause_key', 64),
      bigint('opened_at'),
      bigint('due_at'),
      text('state', 8),
      int('joined'),
    ],
    indices: [
      { name: 'ux_notice_message_open', columnNames: ['open_key'], isUnique: true },
      { name: 'ix_notice_message_due', columnNames: ['state', 'due_at'] },
      { name: 'ix_notice_message_cause', columnNames: ['cause_key', 'opened_at'] },
    ],
  }),
  new Table({
    name: 'notice_message_event',
    columns: [key(ref('message_id')), key(ref('event_id'))],
  }),
  new Table({
    name: 'notice_delivery',
    columns: [
      id(),
      ref('message_id'),
      ref('customer_id'),
      text('kind', 32),
      nullable(text('severity', 16)),
      text('way', 16),
      // The person, or the room.
      ref('receiver_id'),
      flag('is_staff'),
      text('state', 8),
      bigint('at'),
      int('attempts'),
      bigint('next_try_at'),
      nullable(ref('mail_id')),
      nullable(bigint('sent_at')),
      nullable(bigint('read_at')),
      nullable(text('failure', 80)),
      // Which of the message's events the receiver may know of.
      { name: 'event_ids', type: long },
    ],
    indices: [
      {
        name: 'ux_notice_delivery_once',
        columnNames: ['message_id', 'way', 'receiver_id'],
        isUnique: true,
      },
      { name: 'ix_notice_delivery_due', columnNames: ['state', 'next_try_at'] },
      { name: 'ix_notice_delivery_customer', columnNames: ['customer_id', 'id'] },
      { name: 'ix_notice_delivery_receiver', columnNames: ['receiver_id', 'way', 'id'] },
      { name: 'ix_notice_delivery_at', columnNames: ['at'] },
    ],
  }),
];
