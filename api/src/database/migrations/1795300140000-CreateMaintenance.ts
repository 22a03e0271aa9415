import { type MigrationInterface, type QueryRunner, Table, TableColumn } from 'typeorm';
import { bigint, flag, id, int, key, nullable, ref, text } from './columns.js';

/** Planned works: what is planned, whom it hits, what they answered, when they want none, and their calendars. */
export class CreateMaintenance1795300140000 implements MigrationInterface {
  readonly name = 'CreateMaintenance1795300140000';

  async up(runner: QueryRunner): Promise<void> {
    for (const [table, column] of COLUMNS) await runner.addColumn(table, new TableColumn(column));
    for (const table of TABLES) await runner.createTable(table);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of TABLES.toReversed()) await runner.dropTable(table.name);
    for (const [table, column] of COLUMNS.toReversed()) await runner.dropColumn(table, column.name);
  }
}

const version = { ...int('version'), default: 1 };

const COLUMNS = [
  // Null: what the house agrees with everybody (`NOTICE_HOURS`).
  ['contract', nullable(int('maintenance_notice_hours'))],
  ['contract', { ...flag('emergency_excluded'), default: 0 }],
  // The circuit that this one stands in for. Both belong to one customer.
  ['circuit', nullable(ref('backup_of'))],
] as const;

const TABLES = [
  new Table({
    name: 'maintenance_window',
    columns: [
      id(),
      text('number', 24),
      text('kind', 16),
      text('title', 120),
      text('impact', 16),
      nullable(text('impact_text', 1000)),
      nullable(text('risk', 1000)),
      nullable(text('fallback_plan', 1000)),
      bigint('planned_start'),
      bigint('planned_end'),
      nullable(bigint('actual_start')),
      nullable(bigint('actual_end')),
      text('state', 16),
      int('revision'),
      ref('author_id'),
      nullable(ref('approver_id')),
      nullable(bigint('approved_at')),
      nullable(bigint('noticed_at')),
      // Why a rule was set aside: too short a notice, a black-out period, a main circuit and its backup together.
      nullable(text('short_notice_reason', 400)),
      nullable(text('blackout_reason', 400)),
      nullable(text('diversity_reason', 400)),
      nullable(text('state_reason', 400)),
      nullable(text('result', 1000)),
      // pending, worse, done; null before the end.
      nullable(text('check_state', 16)),
      nullable(bigint('checked_at')),
      // When the pages were told that the planned time is over although the work goes on.
      nullable(bigint('overrun_told_at')),
      bigint('created_at'),
      version,
    ],
    indices: [
      { name: 'ux_maintenance_number', columnNames: ['number'], isUnique: true },
      { name: 'ix_maintenance_state', columnNames: ['state', 'planned_start'] },
      { name: 'ix_maintenance_start', columnNames: ['planned_start'] },
      { name: 'ix_maintenance_check', columnNames: ['check_state'] },
    ],
  }),
  new Table({
    name: 'maintenance_number',
    columns: [key(text('day', 8)), int('last')],
  }),
  new Table({
    name: 'maintenance_target',
    columns: [key(ref('window_id')), key(text('kind', 8)), key(ref('target_id'))],
    indices: [{ name: 'ix_maintenance_target', columnNames: ['kind', 'target_id'] }],
  }),
  new Table({
    name: 'maintenance_circuit',
    columns: [
      key(ref('window_id')),
      key(ref('circuit_id')),
      ref('customer_id'),
      text('grade', 32),
      int('notice_hours'),
      flag('emergency_excluded'),
      // What was measured before and after, as JSON; null until it was compared.
      nullable(text('before_facts', 400)),
      nullable(text('after_facts', 400)),
      nullable(text('verdict', 16)),
    ],
    indices: [
      { name: 'ix_maintenance_circuit', columnNames: ['circuit_id'] },
      { name: 'ix_maintenance_circuit_customer', columnNames: ['customer_id', 'window_id'] },
    ],
  }),
  new Table({
    name: 'maintenance_answer',
    columns: [
      id(),
      ref('window_id'),
      ref('customer_id'),
      int('revision'),
      text('kind', 16),
      nullable(text('text', 1000)),
      nullable(bigint('slot_start')),
      nullable(bigint('slot_end')),
      ref('user_id'),
      bigint('at'),
      nullable(text('reply', 1000)),
      nullable(ref('replied_by')),
      nullable(bigint('replied_at')),
    ],
    indices: [{ name: 'ix_maintenance_answer', columnNames: ['window_id', 'customer_id', 'at'] }],
  }),
  new Table({
    name: 'blackout_period',
    columns: [
      id(),
      ref('customer_id'),
      text('title', 120),
      bigint('from_at'),
      bigint('to_at'),
      ref('created_by'),
      bigint('created_at'),
      version,
    ],
    indices: [{ name: 'ix_blackout_customer', columnNames: ['customer_id', 'from_at'] }],
  }),
  new Table({
    name: 'calendar_feed',
    columns: [
      id(),
      ref('user_id'),
      text('standing', 36),
      text('language', 8),
      text('token_hash', 64),
      bigint('created_at'),
      nullable(bigint('last_used_at')),
    ],
    indices: [
      { name: 'ux_calendar_feed_token', columnNames: ['token_hash'], isUnique: true },
      { name: 'ux_calendar_feed_user', columnNames: ['user_id', 'standing'], isUnique: true },
    ],
  }),
];
