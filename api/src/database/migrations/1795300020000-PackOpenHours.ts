import { packSamples, type PackedSample } from '@linewatch/shared';
import { type MigrationInterface, type QueryRunner, Table, TableColumn } from 'typeorm';
import { bigint, int, key, nullable, text } from './columns.js';

/**
 * The open hours as a packed row a block of 32 ports and batch instead of a row a reading; what is known of the ports
 * of a block, with the notes of their collector, in one row, so that a batch touches a few of them. `port_state` stays
 * for what is asked with SQL. What lay in the old tables is carried over. Past hours are sealed a block a row from now
 * on; those of `sample_hour` stay where they are until their time is over.
 */
export class PackOpenHours1795300020000 implements MigrationInterface {
  readonly name = 'PackOpenHours1795300020000';

  async up(runner: QueryRunner): Promise<void> {
    // MySQL commits each step of a schema: killed between two of them this begins anew.
    for (const table of [sampleChunk, portBlock, sealedBlock]) {
      if (await runner.hasTable(table.name)) await runner.dropTable(table.name);
      await runner.createTable(table);
    }
    const reach = await carrySamples(runner);
    await carryPorts(runner, reach);
    await runner.dropTable('sample_log');
    await runner.dropColumn('port_state', 'resume');
    // Of which blocks the readings changed, as numbers joined by commas; null: of all.
    await runner.addColumn('rollup_dirty', new TableColumn(nullable(text('blocks', 1_000))));
  }

  /** Gives the tables back without their rows: readings of the open hours and notes are lost by it. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumn('rollup_dirty', 'blocks');
    await runner.addColumn('port_state', new TableColumn(nullable(text('resume', 400))));
    await runner.createTable(sampleLog);
    for (const table of [sealedBlock, portBlock, sampleChunk]) await runner.dropTable(table.name);
  }
}

const sampleChunk = new Table({
  name: 'sample_chunk',
  withoutRowid: true,
  columns: [
    key(int('hour')),
    key(int('block')),
    key(bigint('first_slot')),
    key(int('first_port')),
    bigint('last_slot'),
    int('n'),
    { name: 'body', type: 'mediumblob' },
  ],
});

const portBlock = new Table({
  name: 'port_block',
  columns: [
    key(int('block')),
    // Before this moment (ms) none of its ports can have fallen silent.
    nullable(bigint('silent_at')),
    { name: 'ports', type: 'mediumtext' },
  ],
});

/** Many ports a row: what a page of the database cannot fill is less of a long body. */
const sealedBlock = new Table({
  name: 'sealed_block',
  columns: [
    key(int('hour')),
    key(int('block')),
    bigint('first_slot'),
    bigint('last_slot'),
    int('n'),
    { name: 'body', type: 'mediumblob' },
  ],
});

const SAMPLE_COLUMNS = [
  ...([bigint('taken_at'), text('status', 24), int('dt_ms'), { name: 'in_bps', type: 'double' }] as const),
  ...([{ name: 'out_bps', type: 'double' }, bigint('in_octets'), bigint('out_octets')] as const),
  ...([bigint('in_errors'), bigint('out_errors'), bigint('in_discards'), bigint('out_discards')] as const),
  ...([bigint('in_packets'), bigint('out_packets'), int('admin_status'), int('oper_status')] as const),
  bigint('last_change_at'),
];

const sampleLog = new Table({
  name: 'sample_log',
  withoutRowid: true,
  columns: [
    key(int('hour')),
    key(int('port_id')),
    key(bigint('slot')),
    ...SAMPLE_COLUMNS.map((column, index) => (index < 2 ? column : nullable(column))),
  ],
});

const PORTS_A_BLOCK = 32;
const SECONDS_AN_HOUR = 3_600;
/** Readings that are held at once. */
const ROWS_A_STEP = 1_000;

type Row = Record<string, number | string | null>;

/** @returns the highest slot of each port */
async function carrySamples(runner: QueryRunner): Promise<Map<number, number>> {
  const reach = new Map<number, number>();
  const places = await rowsOf(
    runner,
    'SELECT hour, port_id, COUNT(*) AS n FROM sample_log GROUP BY hour, port_id ORDER BY hour, port_id',
  );
  for (const place of places) {
    const rows = await rowsOf(runner, 'SELECT * FROM sample_log WHERE hour = ? AND port_id = ? ORDER BY slot', [
      place['hour'] ?? null,
      place['port_id'] ?? null,
    ]);
    const samples = rows.map(toSample);
    for (let start = 0; start < samples.length; start += ROWS_A_STEP) {
      await insertChunk(runner, samples.slice(start, start + ROWS_A_STEP));
    }
    const last = samples.at(-1);
    if (last !== undefined) reach.set(last.portId, Math.max(reach.get(last.portId) ?? 0, last.slot));
  }
  return reach;
}

async function insertChunk(runner: QueryRunner, samples: readonly PackedSample[]): Promise<void> {
  const [first] = samples;
  const last = samples.at(-1);
  if (first === undefined || last === undefined) return;
  await runner.query(
    'INSERT INTO sample_chunk (hour, block, first_slot, first_port, last_slot, n, body) VALUES (?, ?, ?, ?, ?, ?, ?)',
    [
      Math.floor(first.slot / SECONDS_AN_HOUR),
      Math.floor(first.portId / PORTS_A_BLOCK),
      first.slot,
      first.portId,
      last.slot,
      samples.length,
      Buffer.from(packSamples(samples)),
    ],
  );
}

/** In the form that port-page.ts reads: a list a port, in this order. */
async function carryPorts(runner: QueryRunner, reach: ReadonlyMap<number, number>): Promise<void> {
  const rows = await rowsOf(runner, 'SELECT * FROM port_state ORDER BY port_id');
  const blocks = new Map<number, Row[]>();
  for (const row of rows) {
    const block = Math.floor(Number(row['port_id']) / PORTS_A_BLOCK);
    blocks.set(block, [...(blocks.get(block) ?? []), row]);
  }
  for (const [block, ports] of blocks) {
    const lists = ports.map((row) => {
      const slot = whole(row['slot']);
      const furthest = Math.max(slot ?? 0, reach.get(Number(row['port_id'])) ?? 0);
      return [
        ...[Number(row['port_id']), row['status'], whole(row['since']), whole(row['sample_at']), slot],
        ...[furthest === 0 ? null : furthest, whole(row['in_bps']), whole(row['out_bps']), whole(row['if_index'])],
        ...[whole(row['speed_bps']), row['resume'] ?? null],
      ];
    });
    // The silence is looked at once more for all of them.
    await runner.query('INSERT INTO port_block (block, silent_at, ports) VALUES (?, 0, ?)', [
      block,
      JSON.stringify(lists),
    ]);
  }
}

async function rowsOf(runner: QueryRunner, sql: string, values: Row[string][] = []): Promise<Row[]> {
  return (await runner.query(sql, values)) as Row[];
}

function toSample(row: Row): PackedSample {
  return {
    portId: Number(row['port_id']),
    slot: Number(row['slot']),
    takenAt: Number(row['taken_at']),
    status: String(row['status']),
    dtMs: whole(row['dt_ms']),
    inBps: whole(row['in_bps']),
    outBps: whole(row['out_bps']),
    inOctets: whole(row['in_octets']),
    outOctets: whole(row['out_octets']),
    inErrors: whole(row['in_errors']),
    outErrors: whole(row['out_errors']),
    inDiscards: whole(row['in_discards']),
    outDiscards: whole(row['out_discards']),
    inPackets: whole(row['in_packets']),
    outPackets: whole(row['out_packets']),
    adminStatus: whole(row['admin_status']),
    operStatus: whole(row['oper_status']),
    lastChangeAt: whole(row['last_change_at']),
    fromTicks: null,
    toTicks: null,
    inCount: null,
    outCount: null,
  };
}

/** bigint columns come as text from mysql2 and as numbers from better-sqlite3. */
function whole(value: number | string | null | undefined): number | null {
  return value === null || value === undefined ? null : Number(value);
}
