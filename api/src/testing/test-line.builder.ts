import { randomBytes, randomUUID } from 'node:crypto';
import type { ComposeMode, PortRole } from '@linewatch/shared';
import type { Database, Transaction } from '../database/database.js';

/** A line of a customer with a watched port at each end. */
export interface StoredLine {
  readonly circuitId: string;
  readonly customerId: string;
  readonly siteA: string;
  readonly siteZ: string;
  readonly portA: number;
  readonly portZ: number;
  readonly deviceA: string;
  readonly deviceZ: string;
}

export interface LineOptions {
  readonly customerId: string;
  readonly intervalS: number;
  readonly contractedBps: number;
  readonly composeMode: ComposeMode;
  /** TMF638 service state. */
  readonly state: string;
  readonly role: PortRole;
  /** Sides that nobody watches. */
  readonly unmonitored: readonly ('A' | 'Z')[];
}

const END_COLUMNS = 'id circuit_id customer_id side seq site_id port_id monitoring access_type'.split(' ');

let lastPort = 0;

/** A circuit with its sites, devices and ports, stored; a test names only what it is about. */
export async function aStoredLine(database: Database, options: Partial<LineOptions> = {}): Promise<StoredLine> {
  const [line] = await storedLines(database, 1, options);
  if (line === undefined) throw new Error('no line was stored');
  return line;
}

/** Many circuits of one customer, all on the same two devices. */
export async function storedLines(
  database: Database,
  count: number,
  options: Partial<LineOptions> = {},
): Promise<StoredLine[]> {
  const wanted: LineOptions = {
    customerId: randomUUID(),
    intervalS: 10,
    contractedBps: 100_000_000,
    composeMode: 'SERIES',
    state: 'active',
    role: 'PRIMARY',
    unmonitored: [],
    ...options,
  };
  const shared = { siteA: randomUUID(), siteZ: randomUUID(), deviceA: randomUUID(), deviceZ: randomUUID() };
  const lines = Array.from({ length: count }, () => ({
    circuitId: randomUUID(),
    customerId: wanted.customerId,
    portA: (lastPort += 1),
    portZ: (lastPort += 1),
    ...shared,
  }));
  await database.transaction(async (tx) => {
    await storeSurroundings(tx, wanted, shared);
    await storePorts(tx, wanted, lines);
    await storeCircuits(tx, wanted, lines);
  });
  return lines;
}

/** One more watched port on the A side of a line: both together are a bundle. @returns its id */
export async function bundledPort(database: Database, line: StoredLine): Promise<number> {
  const id = (lastPort += 1);
  await database.transaction(async (tx) => {
    const name = `GigabitEthernet0/0/${String(id)}`;
    await tx.insertMany('port', ['id', 'device_id', 'if_name', 'role'], ['id'], [[id, line.deviceA, name, 'PRIMARY']]);
    const { circuitId, customerId, siteA } = line;
    await tx.insertMany(
      'circuit_end',
      END_COLUMNS,
      ['id'],
      [[randomUUID(), circuitId, customerId, 'A', 2, siteA, id, 'SNMP', 'FIBRE']],
    );
  });
  return id;
}

type Shared = Pick<StoredLine, 'siteA' | 'siteZ' | 'deviceA' | 'deviceZ'>;

async function storeSurroundings(tx: Transaction, wanted: LineOptions, shared: Shared): Promise<void> {
  const [profileId, credentialId] = [randomUUID(), randomUUID()];
  await tx.insertMany(
    'customer',
    ['id', 'code', 'name_zh', 'name_en', 'grade', 'time_zone', 'status'],
    ['id'],
    [[wanted.customerId, word(), '客户', 'Customer', 'GROUP', 'Asia/Shanghai', 'active']],
    'ignore',
  );
  await tx.insertMany(
    'site',
    ['id', 'customer_id', 'code', 'name_zh', 'name_en', 'address'],
    ['id'],
    [shared.siteA, shared.siteZ].map((id) => [id, wanted.customerId, word(), '分行', 'Branch', '']),
  );
  await tx.insertMany(
    'poll_profile',
    ['id', 'name', 'interval_s', 'timeout_ms', 'retries', 'backoff', 'max_repetitions'],
    ['id'],
    [[profileId, 'Spec', wanted.intervalS, 1_000, 1, 1.5, 20]],
  );
  await tx.insertMany(
    'device',
    [
      'id',
      'code',
      'name',
      'vendor',
      'model',
      'address',
      'snmp_port',
      'credential_id',
      'poll_profile_id',
      'reachability',
      'failures',
    ],
    ['id'],
    [shared.deviceA, shared.deviceZ].map((id) => [
      ...[id, word(), 'Device', 'Vendor', 'Model', word(), 161, credentialId, profileId, 'UNKNOWN', 0],
    ]),
  );
}

async function storePorts(tx: Transaction, { role }: LineOptions, lines: readonly StoredLine[]): Promise<void> {
  await tx.insertMany(
    'port',
    ['id', 'device_id', 'if_name', 'if_alias', 'role'],
    ['id'],
    lines.flatMap(({ portA, portZ, deviceA, deviceZ }) => [
      [portA, deviceA, `GigabitEthernet0/0/${String(portA)}`, null, role],
      [portZ, deviceZ, `GigabitEthernet0/0/${String(portZ)}`, null, role],
    ]),
  );
}

async function storeCircuits(tx: Transaction, wanted: LineOptions, lines: readonly StoredLine[]): Promise<void> {
  await tx.insertMany(
    'circuit',
    [
      'id',
      'code',
      'name',
      'customer_id',
      'product',
      'contracted_bps',
      'topology',
      'protection',
      'compose_mode',
      'state',
    ],
    ['id'],
    lines.map(({ circuitId, customerId }) => [
      ...[circuitId, circuitId, 'Line', customerId, 'MSTP', wanted.contractedBps, 'P2P', 'NONE'],
      ...[wanted.composeMode, wanted.state],
    ]),
  );
  await tx.insertMany(
    'circuit_end',
    END_COLUMNS,
    ['id'],
    lines.flatMap((line) =>
      (['A', 'Z'] as const).map((side) => {
        const [siteId, portId] = side === 'A' ? [line.siteA, line.portA] : [line.siteZ, line.portZ];
        const monitoring = wanted.unmonitored.includes(side) ? 'UNMONITORED' : 'SNMP';
        return [randomUUID(), line.circuitId, line.customerId, side, 1, siteId, portId, monitoring, 'FIBRE'];
      }),
    ),
  );
}

function word(): string {
  return randomBytes(8).toString('hex');
}
