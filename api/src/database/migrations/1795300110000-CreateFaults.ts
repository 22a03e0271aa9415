import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { bigint, double, flag, id, int, key, nullable, ref, text } from './columns.js';

/** Alarms of the network, the customers' faults that they stand behind, and what has to be looked at when. */
export class CreateFaults1795300110000 implements MigrationInterface {
  readonly name = 'CreateFaults1795300110000';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await runner.createTable(table);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of TABLES.toReversed()) await runner.dropTable(table.name);
  }
}

const facts = text('facts', 2_000);

const TABLES = [
  // One row an object whose history changed: what the alarm engine has to look at, and when.
  new Table({
    name: 'alarm_watch',
    columns: [
      key(text('object_type', 8)),
      key(ref('object_id')),
      // ms; null while nothing is to be done.
      nullable(bigint('due_at')),
      // Another one with each change of the history: what was looked at is still what there is.
      ref('mark'),
      // ms; the engine has seen the history up to here.
      nullable(bigint('judged_at')),
    ],
    indices: [{ name: 'ix_alarm_watch_due', columnNames: ['due_at'] }],
  }),
  // One row: whoever changes alarms or faults holds it until the commit, and takes the next places of the log from it.
  new Table({ name: 'fault_turn', columns: [key(int('id')), bigint('position')] }),
  new Table({
    name: 'alarm',
    columns: [
      id(),
      // Object, code and qualifier while the alarm stands, null afterwards: the database allows one of each.
      nullable(text('active_key', 120)),
      text('alarm_key', 120),
      text('code', 32),
      text('qualifier', 40),
      text('severity', 16),
      int('severity_rank'),
      text('state', 16),
      text('object_type', 16),
      ref('object_id'),
      text('object_name', 160),
      nullable(ref('device_id')),
      nullable(ref('circuit_id')),
      // Of a customer's own threshold; null for the network's alarms.
      nullable(ref('customer_id')),
      facts,
      bigint('raised_at'),
      bigint('reported_at'),
      bigint('last_raised_at'),
      bigint('changed_at'),
      nullable(bigint('cleared_at')),
      int('raise_count'),
      int('duplicate_count'),
      text('operator_state', 16),
      nullable(bigint('operator_at')),
      nullable(ref('operator_by')),
      nullable(ref('assignee_id')),
      nullable(ref('shelf_id')),
      nullable(ref('work_id')),
      nullable(bigint('shelved_until')),
      nullable(text('shelf_reason', 300)),
      nullable(ref('parent_id')),
      nullable(text('suppressed_by', 24)),
      nullable(ref('previous_id')),
      int('comment_count'),
      int('version'),
    ],
    indices: [
      { name: 'ux_alarm_active', columnNames: ['active_key'], isUnique: true },
      { name: 'ix_alarm_key', columnNames: ['alarm_key', 'raised_at'] },
      { name: 'ix_alarm_standing', columnNames: ['cleared_at', 'severity_rank', 'raised_at'] },
      { name: 'ix_alarm_of_circuit', columnNames: ['circuit_id', 'active_key'] },
      { name: 'ix_alarm_object', columnNames: ['object_id', 'active_key'] },
      { name: 'ix_alarm_device', columnNames: ['device_id', 'cleared_at'] },
      { name: 'ix_alarm_parent', columnNames: ['parent_id'] },
      { name: 'ix_alarm_shelved', columnNames: ['shelved_until'] },
    ],
  }),
  new Table({
    name: 'alarm_circuit',
    columns: [key(ref('alarm_id')), key(ref('circuit_id')), ref('customer_id')],
    indices: [{ name: 'ix_alarm_circuit', columnNames: ['circuit_id', 'alarm_id'] }],
  }),
  new Table({
    name: 'alarm_event',
    columns: [
      id(),
      ref('alarm_id'),
      text('kind', 16),
      bigint('at'),
      bigint('recorded_at'),
      nullable(text('severity', 16)),
      nullable(ref('by_id')),
      nullable(text('body', 1_000)),
      facts,
    ],
    indices: [{ name: 'ix_alarm_event', columnNames: ['alarm_id', 'id'] }],
  }),
  new Table({
    name: 'alarm_shelf',
    columns: [
      id(),
      text('name', 80),
      text('reason', 300),
      text('criteria', 1_000),
      bigint('until_at'),
      bigint('made_at'),
      ref('made_by'),
      nullable(bigint('removed_at')),
      int('version'),
    ],
    indices: [{ name: 'ix_alarm_shelf_until', columnNames: ['until_at'] }],
  }),
  new Table({
    name: 'fault',
    columns: [
      id(),
      // Circuit and trouble while the fault is open, null afterwards.
      nullable(text('active_key', 60)),
      text('fault_key', 60),
      ref('circuit_id'),
      ref('customer_id'),
      text('kind', 16),
      text('severity', 16),
      int('severity_rank'),
      text('reason', 24),
      nullable(text('side', 1)),
      text('suspected', 16),
      facts,
      bigint('since'),
      nullable(bigint('until_at')),
      bigint('changed_at'),
      flag('is_flapping'),
      // The alarm that explains those of several circuits.
      nullable(ref('event_id')),
      nullable(ref('after_work_id')),
      ref('alarm_id'),
      nullable(bigint('acknowledged_at')),
      int('note_count'),
      int('raise_count'),
      int('version'),
    ],
    indices: [
      { name: 'ux_fault_active', columnNames: ['active_key'], isUnique: true },
      { name: 'ix_fault_key', columnNames: ['fault_key', 'since'] },
      { name: 'ix_fault_circuit', columnNames: ['circuit_id', 'since'] },
      { name: 'ix_fault_customer', columnNames: ['customer_id', 'until_at', 'since'] },
      { name: 'ix_fault_event', columnNames: ['event_id'] },
      { name: 'ix_fault_alarm', columnNames: ['alarm_id'] },
    ],
  }),
  new Table({
    name: 'fault_story',
    columns: [
      id(),
      ref('fault_id'),
      text('kind', 16),
      bigint('at'),
      nullable(text('side', 1)),
      nullable(text('evidence', 16)),
      nullable(text('severity', 16)),
      facts,
      nullable(text('by_side', 16)),
      nullable(ref('by_id')),
      nullable(text('body', 2_000)),
      flag('is_internal'),
    ],
    indices: [{ name: 'ix_fault_story', columnNames: ['fault_id', 'at'] }],
  }),
  // What happened to faults, in the order in which it was committed.
  new Table({
    name: 'fault_change',
    columns: [
      key(bigint('position')),
      ref('fault_id'),
      ref('circuit_id'),
      ref('customer_id'),
      text('kind', 16),
      text('severity', 16),
      bigint('at'),
      bigint('recorded_at'),
    ],
    indices: [{ name: 'ix_fault_change_time', columnNames: ['recorded_at'] }],
  }),
  new Table({
    name: 'threshold',
    columns: [
      id(),
      ref('customer_id'),
      ref('circuit_id'),
      text('metric', 16),
      nullable(text('side', 1)),
      double('level'),
      int('for_s'),
      text('severity', 16),
      flag('is_on'),
      bigint('made_at'),
      ref('made_by'),
      nullable(double('observed')),
      nullable(bigint('observed_at')),
      int('version'),
    ],
    indices: [
      { name: 'ix_threshold_customer', columnNames: ['customer_id', 'circuit_id'] },
      { name: 'ix_threshold_on', columnNames: ['is_on', 'metric'] },
    ],
  }),
];
