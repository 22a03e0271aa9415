import { randomUUID } from 'node:crypto';
import type { Database, SqlValue, Transaction } from '../database/database.js';
import { CollectorRepository, newToken, tokenHash } from '../features/identity/index.js';

/** How many devices, each with as many ports. */
export interface HouseSize {
  readonly devices: number;
  readonly ports: number;
  /** Neighbouring ports of one customer; 200 unless given. */
  readonly customerPorts?: number;
  /** Sites of each customer, at which its circuits end in turn; none unless given. */
  readonly customerSites?: number;
}

/** What was founded: the collector's token, and the devices in order, ports of each numbered on. */
export interface House {
  readonly token: string;
  readonly deviceIds: readonly string[];
}

const INTERVAL_S = 10;
const PORTS_A_CUSTOMER = 200;

/** Devices with their ports, and a circuit between every two neighbours; each customer has neighbouring ones. */
export async function foundHouse(database: Database, size: HouseSize, intervalS = INTERVAL_S): Promise<House> {
  const token = newToken();
  const deviceIds = Array.from({ length: size.devices }, () => randomUUID());
  await database.transaction(async (tx) => {
    await new CollectorRepository(database).add(tx, 'bench', tokenHash(token), null);
    await foundDevices(tx, deviceIds, size.ports, intervalS);
    await foundCircuits(tx, size);
  });
  return { token, deviceIds };
}

async function foundDevices(
  tx: Transaction,
  deviceIds: readonly string[],
  ports: number,
  intervalS: number,
): Promise<void> {
  const [profileId, credentialId] = [randomUUID(), randomUUID()];
  await tx.insertMany(
    'poll_profile',
    ['id', 'name', 'interval_s', 'timeout_ms', 'retries', 'backoff', 'max_repetitions'],
    ['id'],
    [[profileId, 'bench', intervalS, 2_000, 2, 1.5, 25]],
  );
  await tx.insertMany(
    'device',
    [
      ...['id', 'code', 'name', 'vendor', 'model', 'address', 'snmp_port', 'credential_id', 'poll_profile_id'],
      ...['reachability', 'failures'],
    ],
    ['id'],
    deviceIds.map((id, at) => [
      ...[id, `B${String(at)}`, 'Bench', 'Bench', 'Agent', '127.0.0.1', at, credentialId, profileId, 'UNKNOWN', 0],
    ]),
  );
  await tx.insertMany(
    'port',
    ['id', 'device_id', 'if_name', 'if_alias', 'role'],
    ['id'],
    deviceIds.flatMap((id, at) =>
      Array.from({ length: ports }, (_, place): SqlValue[] => {
        return [at * ports + place + 1, id, `ge-0/0/${String(place + 1)}`, null, 'PRIMARY'];
      }),
    ),
  );
}

async function foundCircuits(tx: Transaction, size: HouseSize): Promise<void> {
  const { customerPorts = PORTS_A_CUSTOMER, customerSites = 0 } = size;
  const ports = size.devices * size.ports;
  const customers = Array.from({ length: Math.ceil(ports / customerPorts) }, () => ({
    id: randomUUID(),
    sites: Array.from({ length: customerSites }, () => randomUUID()),
  }));
  await tx.insertMany(
    'customer',
    ['id', 'code', 'name_zh', 'name_en', 'grade', 'time_zone', 'status'],
    ['id'],
    customers.map(({ id }, at) => [id, `C${String(at)}`, '客户', 'Customer', 'GROUP', 'Asia/Shanghai', 'ACTIVE']),
  );
  await tx.insertMany(
    'site',
    ['id', 'customer_id', 'code', 'name_zh', 'name_en', 'address'],
    ['id'],
    customers.flatMap(({ id, sites }) =>
      sites.map((site, at) => [site, id, `S${String(at)}`, `分行 ${String(at)}`, `Branch ${String(at)}`, '']),
    ),
  );
  const circuits: SqlValue[][] = [];
  const ends: SqlValue[][] = [];
  for (let port = 1; port < ports; port += 2) {
    const customer = customers[Math.floor((port - 1) / customerPorts)];
    if (customer === undefined) continue;
    const id = randomUUID();
    const site = customer.sites[((port - 1) / 2) % customer.sites.length] ?? null;
    const name = `Line ${String((port + 1) / 2)}`;
    circuits.push([id, `BENCH ${String(port)}`, name, customer.id, 'MSTP', 1e9, 'P2P', 'NONE', 'SERIES', 'active']);
    for (const [side, portId] of [['A', port] as const, ['Z', port + 1] as const]) {
      ends.push([randomUUID(), id, customer.id, side, 1, side === 'Z' ? site : null, portId, 'SNMP', 'FIBRE']);
    }
  }
  await tx.insertMany(
    'circuit',
    [
      ...['id', 'code', 'name', 'customer_id', 'product', 'contracted_bps', 'topology', 'protection', 'compose_mode'],
      'state',
    ],
    ['id'],
    circuits,
  );
  await tx.insertMany(
    'circuit_end',
    ['id', 'circuit_id', 'customer_id', 'side', 'seq', 'site_id', 'port_id', 'monitoring', 'access_type'],
    ['id'],
    ends,
  );
}
