import { type MigrationInterface, type QueryRunner, Table, TableColumn, TableIndex } from 'typeorm';
import { bigint, flag, id, int, key, nullable, ref, text } from './columns.js';

/** What discovery finds of devices, what contradicts the inventory, and who may poll what. */
export class DiscoverDevices1795300040000 implements MigrationInterface {
  readonly name = 'DiscoverDevices1795300040000';

  async up(runner: QueryRunner): Promise<void> {
    for (const [table, column] of COLUMNS) await runner.addColumn(table, new TableColumn(column));
    await runner.createIndex('device', new TableIndex(DUE));
    for (const table of TABLES) await runner.createTable(table);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of TABLES.toReversed()) await runner.dropTable(table.name);
    await runner.dropIndex('device', DUE.name);
    for (const [table, column] of COLUMNS.toReversed()) await runner.dropColumn(table, column.name);
  }
}

const DAY_S = 86_400;

const COLUMNS = [
  ['collector', nullable(text('tags', 400))],
  ['device', nullable(text('required_tag', 40))],
  // ms; devices that are there already are discovered soon.
  ['device', { ...bigint('discovery_due_at'), default: 0 }],
  ['poll_profile', { ...int('discovery_s'), default: DAY_S }],
] as const;

const DUE = { name: 'ix_device_discovery', columnNames: ['polled_by', 'discovery_due_at'] };

const TABLES = [
  new Table({
    name: 'device_discovery',
    columns: [
      key(ref('device_id')),
      int('version'),
      nullable(bigint('found_at')),
      bigint('tried_at'),
      nullable(text('fault', 32)),
      text('sys_name', 255),
      text('sys_descr', 255),
      text('sys_object_id', 255),
      text('sys_location', 255),
      nullable(text('engine_id', 64)),
      nullable(text('known_engine_id', 64)),
      nullable(int('engine_boots')),
      flag('is_truncated'),
      text('missing_columns', 2000),
    ],
  }),
  new Table({
    name: 'device_interface',
    columns: [
      key(ref('device_id')),
      key(int('if_index')),
      text('if_name', 255),
      text('if_alias', 255),
      text('if_descr', 255),
      nullable(int('if_type')),
      nullable(bigint('speed_bps')),
      nullable(text('mac', 64)),
      nullable(int('admin_status')),
      nullable(int('oper_status')),
      flag('has_wide_counters'),
      nullable(text('duplex', 8)),
      nullable(flag('sends_traps')),
      nullable(flag('has_connector')),
      text('lower_indexes', 800),
      text('card', 255),
    ],
  }),
  new Table({
    name: 'device_change',
    columns: [
      id(),
      ref('device_id'),
      int('version'),
      bigint('changed_at'),
      text('kind', 20),
      text('if_name', 255),
      nullable(text('before_value', 255)),
      nullable(text('after_value', 255)),
    ],
    indices: [{ name: 'ix_device_change_version', columnNames: ['device_id', 'version'] }],
  }),
  new Table({
    name: 'inventory_notice',
    columns: [
      id(),
      text('kind', 24),
      // The contradiction while it lasts, then null: so there is one active row of each.
      nullable(text('active_key', 160)),
      ref('device_id'),
      nullable(int('port_id')),
      nullable(ref('circuit_id')),
      text('evidence', 2000),
      nullable(text('proposal', 2000)),
      bigint('raised_at'),
      nullable(bigint('cleared_at')),
      nullable(text('decision', 16)),
      nullable(ref('decided_by')),
      nullable(bigint('decided_at')),
      nullable(text('reason', 300)),
    ],
    indices: [
      { name: 'ux_inventory_notice_active', columnNames: ['active_key'], isUnique: true },
      { name: 'ix_inventory_notice_raised', columnNames: ['raised_at', 'id'] },
      { name: 'ix_inventory_notice_device', columnNames: ['device_id'] },
      { name: 'ix_inventory_notice_circuit', columnNames: ['circuit_id'] },
    ],
  }),
];
