import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { bigint, double, flag, id, int, key, nullable, ref, text } from './columns.js';

/** Code tables, devices with their ports and credentials, circuits with their ends. */
export class CreateInventory1795300001000 implements MigrationInterface {
  readonly name = 'CreateInventory1795300001000';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await runner.createTable(table);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of TABLES.toReversed()) await runner.dropTable(table.name);
  }
}

const TABLES = [
  new Table({
    name: 'code_value',
    columns: [
      key(text('domain', 32)),
      key(text('code', 32)),
      text('name_zh', 80),
      text('name_en', 80),
      int('sort_order'),
      flag('valid'),
    ],
  }),
  new Table({
    name: 'snmp_credential',
    columns: [id(), text('name', 80), text('version', 8), text('sealed', 2000)],
  }),
  new Table({
    name: 'poll_profile',
    columns: [
      id(),
      text('name', 80),
      int('interval_s'),
      int('timeout_ms'),
      int('retries'),
      double('backoff'),
      int('max_repetitions'),
    ],
  }),
  new Table({
    name: 'device',
    columns: [
      id(),
      text('code', 40),
      text('name', 120),
      text('vendor', 40),
      text('model', 60),
      text('address', 120),
      int('snmp_port'),
      ref('credential_id'),
      ref('poll_profile_id'),
      text('reachability', 16),
      nullable(text('fault', 32)),
      int('failures'),
      nullable(bigint('last_seen_at')),
    ],
    indices: [
      { name: 'ux_device_code', columnNames: ['code'], isUnique: true },
      { name: 'ux_device_address', columnNames: ['address', 'snmp_port'], isUnique: true },
    ],
  }),
  new Table({
    name: 'port',
    columns: [key(int('id')), ref('device_id'), text('if_name', 80), nullable(text('if_alias', 80)), text('role', 16)],
    indices: [{ name: 'ux_port_device_name', columnNames: ['device_id', 'if_name'], isUnique: true }],
  }),
  new Table({
    name: 'circuit',
    columns: [
      id(),
      text('code', 64),
      text('name', 120),
      nullable(text('alias', 80)),
      ref('customer_id'),
      nullable(ref('contract_id')),
      text('product', 32),
      bigint('contracted_bps'),
      text('topology', 16),
      text('protection', 16),
      text('compose_mode', 16),
      text('state', 16),
      nullable(text('network_grade', 16)),
      nullable(bigint('activated_at')),
    ],
    indices: [
      { name: 'ux_circuit_code', columnNames: ['code'], isUnique: true },
      { name: 'ix_circuit_customer', columnNames: ['customer_id', 'code'] },
    ],
  }),
  new Table({
    name: 'circuit_end',
    columns: [
      id(),
      ref('circuit_id'),
      ref('customer_id'),
      text('side', 1),
      int('seq'),
      nullable(ref('site_id')),
      nullable(int('port_id')),
      text('monitoring', 16),
      text('access_type', 32),
      nullable(text('port_type', 32)),
    ],
    indices: [
      { name: 'ux_circuit_end', columnNames: ['circuit_id', 'side', 'seq'], isUnique: true },
      { name: 'ix_circuit_end_site', columnNames: ['site_id'] },
      { name: 'ix_circuit_end_port', columnNames: ['port_id'] },
    ],
  }),
];
