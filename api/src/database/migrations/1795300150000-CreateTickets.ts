import { type MigrationInterface, type QueryRunner, Table, type TableColumnOptions } from 'typeorm';
import { bigint, flag, id, int, key, nullable, ref, text } from './columns.js';

/** Trouble tickets: their clocks, conversation, work orders and ratings, and the norms and calendars behind them. */
export class CreateTickets1795300150000 implements MigrationInterface {
  readonly name = 'CreateTickets1795300150000';

  async up(runner: QueryRunner): Promise<void> {
    // A fault report in Chinese may be longer than the text of MySQL; that of SQLite has no end.
    const long = runner.dataSource.options.type === 'mysql' ? 'mediumtext' : 'text';
    for (const table of tables(long)) await runner.createTable(table);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of tables('text').toReversed()) await runner.dropTable(table.name);
  }
}

const prose = (name: string): TableColumnOptions => ({ name, type: 'text' });

const tables = (long: string): Table[] => [...norms(), ticket(), ...ofTicket(), ...work(), ...aftermath(long)];

const norms = (): Table[] => [
  new Table({
    name: 'norm',
    columns: [
      key(int('version')),
      bigint('valid_from'),
      text('comment', 400),
      nullable(ref('made_by')),
      prose('rules'),
    ],
  }),
  new Table({
    name: 'working_calendar',
    columns: [
      id(),
      text('name', 80),
      text('time_zone', 64),
      text('day_from', 5),
      text('day_to', 5),
      text('workdays', 16),
      text('source', 400),
      { ...int('version'), default: 1 },
    ],
  }),
  new Table({
    name: 'working_calendar_day',
    columns: [key(ref('calendar_id')), key(text('day', 10)), flag('is_worked'), text('name', 80)],
  }),
  new Table({ name: 'ticket_counter', columns: [key(text('day', 8)), int('used')] }),
  new Table({ name: 'ticket_sharing', columns: [key(ref('customer_id')), text('viewers', 8)] }),
];

const ticket = (): Table =>
  new Table({
    name: 'ticket',
    columns: [
      id(),
      text('number', 24),
      ref('customer_id'),
      text('ticket_type', 16),
      text('symptom', 24),
      prose('description'),
      text('impact', 8),
      text('urgency', 8),
      text('priority', 2),
      text('grade', 32),
      text('channel', 16),
      text('status', 16),
      nullable(text('hold_reason', 24)),
      nullable(prose('status_reason')),
      nullable(text('external_id', 80)),
      nullable(text('work_group', 24)),
      nullable(ref('assignee_id')),
      nullable(ref('reporter_id')),
      nullable(text('reporter_role', 24)),
      prose('contacts'),
      flag('may_interrupt'),
      nullable(bigint('began_at')),
      bigint('reported_at'),
      nullable(bigint('dispatched_at')),
      nullable(bigint('accepted_at')),
      nullable(bigint('first_response_at')),
      nullable(bigint('restored_at')),
      nullable(bigint('resolved_at')),
      nullable(bigint('confirmed_at')),
      nullable(bigint('closed_at')),
      nullable(ref('fault_id')),
      nullable(ref('outage_id')),
      nullable(ref('line_test_id')),
      nullable(text('fault_cause', 200)),
      nullable(text('fault_segment', 16)),
      nullable(text('responsibility', 16)),
      nullable(prose('solution')),
      int('reopen_count'),
      int('escalation_level'),
      nullable(bigint('urged_at')),
      int('breaches'),
      nullable(bigint('next_due_at')),
      nullable(text('next_due_kind', 16)),
      int('norm_version'),
      // What made it: a fault, or the key of a request that may come twice.
      nullable(text('made_by_key', 120)),
      nullable(text('made_from', 64)),
      bigint('updated_at'),
      int('version'),
    ],
    indices: [
      { name: 'ux_ticket_number', columnNames: ['number'], isUnique: true },
      { name: 'ux_ticket_made_by_key', columnNames: ['made_by_key'], isUnique: true },
      { name: 'ix_ticket_customer', columnNames: ['customer_id', 'reported_at'] },
      { name: 'ix_ticket_reported', columnNames: ['reported_at'] },
      { name: 'ix_ticket_status', columnNames: ['status', 'next_due_at'] },
      { name: 'ix_ticket_restored', columnNames: ['restored_at'] },
      { name: 'ix_ticket_fault', columnNames: ['fault_id'] },
    ],
  });

const ofTicket = (): Table[] => [
  new Table({
    name: 'ticket_circuit',
    columns: [key(ref('ticket_id')), key(ref('circuit_id')), ref('customer_id')],
    indices: [{ name: 'ix_ticket_circuit', columnNames: ['circuit_id'] }],
  }),
  new Table({
    name: 'ticket_follower',
    columns: [key(ref('ticket_id')), key(ref('user_id')), bigint('at')],
  }),
  /** The history: changes of status and all else that happened to a ticket. */
  new Table({
    name: 'ticket_event',
    columns: [
      id(),
      ref('ticket_id'),
      bigint('at'),
      text('kind', 16),
      text('visibility', 8),
      nullable(ref('user_id')),
      nullable(text('role', 24)),
      nullable(text('old_value', 80)),
      nullable(text('new_value', 80)),
      nullable(prose('reason')),
      nullable(text('timer', 16)),
    ],
    indices: [{ name: 'ix_ticket_event', columnNames: ['ticket_id', 'at'] }],
  }),
  new Table({
    name: 'ticket_pause',
    columns: [
      id(),
      ref('ticket_id'),
      text('reason', 24),
      flag('is_customer_caused'),
      bigint('from_at'),
      nullable(bigint('to_at')),
      nullable(text('note', 400)),
      nullable(ref('user_id')),
      nullable(bigint('disputed_at')),
      nullable(text('dispute', 1000)),
    ],
    indices: [{ name: 'ix_ticket_pause', columnNames: ['ticket_id', 'from_at'] }],
  }),
  /** Clocks. `next_at` null: nothing happens until something else does. */
  new Table({
    name: 'ticket_timer',
    columns: [
      id(),
      ref('ticket_id'),
      text('kind', 16),
      int('round'),
      bigint('started_at'),
      bigint('target_ms'),
      nullable(ref('calendar_id')),
      nullable(bigint('due_at')),
      nullable(bigint('stopped_at')),
      nullable(bigint('elapsed_ms')),
      nullable(bigint('breached_at')),
      nullable(int('next_stage')),
      nullable(bigint('next_at')),
    ],
    indices: [
      { name: 'ux_ticket_timer', columnNames: ['ticket_id', 'kind', 'round'], isUnique: true },
      { name: 'ix_ticket_timer_next', columnNames: ['next_at'] },
    ],
  }),
  /** What came of a clock, once for each stage. */
  new Table({
    name: 'ticket_timer_stage',
    columns: [key(ref('timer_id')), key(int('stage')), bigint('due_at'), bigint('done_at')],
  }),
  new Table({
    name: 'ticket_note',
    columns: [
      id(),
      ref('ticket_id'),
      bigint('at'),
      text('visibility', 8),
      prose('body'),
      nullable(ref('user_id')),
      nullable(text('role', 24)),
    ],
    indices: [{ name: 'ix_ticket_note', columnNames: ['ticket_id', 'at'] }],
  }),
  new Table({
    name: 'ticket_file',
    columns: [
      id(),
      ref('ticket_id'),
      bigint('at'),
      text('visibility', 8),
      text('name', 200),
      text('media_type', 120),
      bigint('bytes'),
      text('sha256', 64),
      text('storage_key', 64),
      nullable(ref('user_id')),
      nullable(text('role', 24)),
    ],
    indices: [
      { name: 'ix_ticket_file', columnNames: ['ticket_id', 'at'] },
      { name: 'ux_ticket_file_key', columnNames: ['storage_key'], isUnique: true },
    ],
  }),
  new Table({
    name: 'ticket_link',
    columns: [key(ref('ticket_id')), key(ref('other_id')), text('type', 16)],
    indices: [{ name: 'ix_ticket_link_other', columnNames: ['other_id'] }],
  }),
];

const work = (): Table[] => [
  new Table({
    name: 'work_order',
    columns: [
      id(),
      ref('ticket_id'),
      text('work_group', 24),
      nullable(text('shift', 8)),
      text('state', 12),
      nullable(prose('instructions')),
      prose('contacts'),
      nullable(ref('assignee_id')),
      bigint('created_at'),
      nullable(bigint('accepted_at')),
      nullable(bigint('done_at')),
      int('version'),
    ],
    indices: [
      { name: 'ix_work_order_ticket', columnNames: ['ticket_id'] },
      { name: 'ix_work_order_state', columnNames: ['state', 'created_at'] },
    ],
  }),
];

const aftermath = (long: string): Table[] => [
  new Table({
    name: 'ticket_rating',
    columns: [key(ref('ticket_id')), key(text('step', 16)), int('score'), bigint('at'), nullable(ref('user_id'))],
  }),
  new Table({
    name: 'ticket_rating_comment',
    columns: [key(ref('ticket_id')), text('comment', 1000)],
  }),
  /** Tickets that were rated by their link, which works once. */
  new Table({ name: 'ticket_rating_link', columns: [key(ref('ticket_id')), bigint('used_at')] }),
  new Table({
    name: 'callback_task',
    columns: [
      id(),
      ref('ticket_id'),
      ref('customer_id'),
      int('score'),
      nullable(text('comment', 1000)),
      bigint('created_at'),
      bigint('due_at'),
      nullable(bigint('done_at')),
      nullable(ref('done_by')),
      nullable(text('note', 1000)),
    ],
    indices: [
      { name: 'ux_callback_task_ticket', columnNames: ['ticket_id'], isUnique: true },
      { name: 'ix_callback_task_customer', columnNames: ['customer_id', 'created_at'] },
    ],
  }),
  new Table({
    name: 'fault_report',
    columns: [
      id('ticket_id'),
      text('state', 12),
      { name: 'text_zh', type: long },
      { name: 'text_en', type: long },
      nullable(bigint('published_at')),
      nullable(ref('published_by')),
      int('version'),
    ],
  }),
];
