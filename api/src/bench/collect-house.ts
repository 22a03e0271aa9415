import 'reflect-metadata';
import type { LoggerService } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { pollPhaseS, type SnmpAccess, unpackSamples } from '@linewatch/shared';
import { readEnv } from '../config/env.js';
import { Database, type SqlValue, type Transaction } from '../database/database.js';
import { CollectorRepository, newToken, tokenHash } from '../features/identity/index.js';
import { CredentialRepository } from '../features/inventory/index.js';
import { InventoryVersion } from '../features/inventory/inventory-version.js';
import { SystemClock } from '../platform/clock/clock.js';
import { Secrets } from '../platform/secrets/secrets.js';
import { startApi } from '../start-api.js';
import { seatsOf } from './live-house.js';
import type { LiveSeat } from './live-orders.js';

/** What is founded in the empty database that the environment names. */
interface CollectPlan {
  readonly agents: readonly { readonly address: string; readonly port: number }[];
  readonly ports: number;
  /** Of each port of each device, by ifIndex; `ge-0/0/1` and on unless given. */
  readonly names?: readonly (readonly string[])[];
  readonly intervalS: number;
  readonly access: SnmpAccess;
  /** Neighbouring ports of one customer; 200 unless given. */
  readonly customerPorts?: number;
}

/** What the one who measures asks while the product runs. */
type Question =
  | { readonly kind: 'stored' }
  | { readonly kind: 'lateness'; readonly fromSlot: number }
  /** One signed-in person of each customer, in the order of their ports. */
  | { readonly kind: 'seats' };

const CUSTOMER_PORTS = 200;
const MS_PER_SECOND = 1_000;
const nothing = (): void => undefined;
const SILENT: LoggerService = { log: nothing, warn: nothing, error: nothing, debug: nothing, verbose: nothing };
const DAY_MS = 86_400_000;

/** Devices with their ports, and between neighbouring ports circuits of customers of a hundred lines each. */
async function found(database: Database, plan: CollectPlan, secrets: Secrets): Promise<string> {
  const token = newToken();
  const credentialId = uuid();
  const version = new InventoryVersion(database);
  await database.transaction(async (tx) => {
    await new CollectorRepository(database).add(tx, 'bench', tokenHash(token), null);
    const credential = { id: credentialId, name: 'bench', access: plan.access };
    await new CredentialRepository(database, secrets, version).add(tx, [credential]);
    await foundDevices(tx, plan, credentialId);
    await foundCircuits(tx, plan.agents.length * plan.ports, plan.customerPorts ?? CUSTOMER_PORTS);
    await version.advance(tx);
  });
  return token;
}

async function foundDevices(tx: Transaction, plan: CollectPlan, credentialId: string): Promise<void> {
  const profileId = uuid();
  await tx.insertMany(
    'poll_profile',
    ['id', 'name', 'interval_s', 'timeout_ms', 'retries', 'backoff', 'max_repetitions'],
    ['id'],
    [[profileId, 'bench', plan.intervalS, 2_000, 2, 1.5, 25]],
  );
  const devices = plan.agents.map((agent) => ({ ...agent, id: uuid() }));
  await tx.insertMany(
    'device',
    [
      ...['id', 'code', 'name', 'vendor', 'model', 'address', 'snmp_port', 'credential_id', 'poll_profile_id'],
      ...['reachability', 'failures', 'discovery_due_at'],
    ],
    ['id'],
    devices.map(({ id, address, port }, at) => [
      ...[id, `B${String(at)}`, 'Bench', 'Bench', 'Agent', address, port, credentialId, profileId, 'UNKNOWN', 0],
      // A device is discovered once a day: it is no part of a cycle.
      Date.now() + DAY_MS,
    ]),
  );
  await tx.insertMany(
    'port',
    ['id', 'device_id', 'if_name', 'if_alias', 'role'],
    ['id'],
    devices.flatMap(({ id }, at) =>
      Array.from({ length: plan.ports }, (_, place): SqlValue[] => {
        return [
          at * plan.ports + place + 1,
          id,
          plan.names?.[at]?.[place] ?? `ge-0/0/${String(place + 1)}`,
          null,
          'PRIMARY',
        ];
      }),
    ),
  );
}

async function foundCircuits(tx: Transaction, ports: number, customerPorts: number): Promise<void> {
  const customers = Array.from({ length: Math.ceil(ports / customerPorts) }, () => ({
    id: uuid(),
    siteId: uuid(),
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
    customers.map(({ id, siteId }, at) => [siteId, id, `S${String(at)}`, '分行', 'Branch', '']),
  );
  const circuits: SqlValue[][] = [];
  const ends: SqlValue[][] = [];
  for (let port = 1; port <= ports; port += 2) {
    const customer = customers[Math.floor((port - 1) / customerPorts)];
    if (customer === undefined) continue;
    const id = uuid();
    const code = `BENCH ${String(port)}`;
    circuits.push([id, code, 'Line', customer.id, 'MSTP', 1e9, 'P2P', 'NONE', 'SERIES', 'active']);
    for (const [side, portId] of [
      ['A', port],
      ['Z', port + 1],
    ] as const) {
      if (portId > ports) continue;
      ends.push([uuid(), id, customer.id, side, 1, customer.siteId, portId, 'SNMP', 'FIBRE']);
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

async function stored(database: Database): Promise<number> {
  const [row] = await database.read<{ stored: number | string | null }>(
    'SELECT SUM(stored) AS stored FROM ingest_batch',
  );
  return Number(row?.stored ?? 0);
}

/** How long after its device was due each reading was taken, in ms: median, 99th percentile and the longest. */
async function lateness(database: Database, plan: CollectPlan, fromSlot: number): Promise<object> {
  const phases = new Map(
    (await database.read<{ id: string }>('SELECT id FROM device')).map(({ id }) => [
      id,
      pollPhaseS(id, plan.intervalS),
    ]),
  );
  const deviceOf = new Map(
    (await database.read<{ id: number; deviceId: string }>('SELECT id, device_id AS deviceId FROM port')).map(
      ({ id, deviceId }) => [id, deviceId],
    ),
  );
  const chunks = await database.read<{ body: Uint8Array }>('SELECT body FROM sample_chunk WHERE last_slot >= ?', [
    fromSlot,
  ]);
  const polls = new Map<string, number>();
  for (const { body } of chunks) {
    for (const { portId, slot, takenAt } of unpackSamples(body, Number.MAX_SAFE_INTEGER)) {
      const deviceId = deviceOf.get(portId);
      if (deviceId === undefined || slot < fromSlot) continue;
      const lateMs = takenAt - (slot + (phases.get(deviceId) ?? 0)) * MS_PER_SECOND;
      const poll = `${deviceId} ${String(slot)}`;
      polls.set(poll, Math.max(polls.get(poll) ?? 0, lateMs));
    }
  }
  const late = [...polls.values()].sort((left, right) => left - right);
  const at = (share: number): number | null => late[Math.min(late.length - 1, Math.floor(late.length * share))] ?? null;
  return { p50Ms: at(0.5), p99Ms: at(0.99), longestMs: at(1), polls: late.length };
}

async function answer(database: Database, plan: CollectPlan, question: Question): Promise<object> {
  switch (question.kind) {
    case 'stored':
      return { stored: await stored(database) };
    case 'lateness':
      return lateness(database, plan, question.fromSlot);
    case 'seats':
      return { seats: await seats(database) };
  }
}

/** Sessions are begun by the house's own services; the API that serves them begins later, with the same database. */
async function seats(database: Database): Promise<LiveSeat[]> {
  const { app } = await startApi({
    ...{ env, database, clock: new SystemClock(), portalDir: env.DATA_DIR, port: 0 },
    logger: SILENT,
  });
  try {
    const customers = await database.read<{ id: string }>(
      `SELECT e.customer_id AS id FROM circuit_end e GROUP BY e.customer_id ORDER BY MIN(e.port_id)`,
    );
    return await seatsOf(
      app,
      database,
      customers.map(({ id }) => id),
    );
  } finally {
    await app.close();
  }
}

async function databasePid(database: Database): Promise<string | null> {
  if (readEnv(process.env).DB_KIND === 'sqlite') return null;
  const [row] = await database.read<{ file: string }>('SELECT @@pid_file AS file');
  return row?.file ?? null;
}

/** Founds what is polled and stays to tell what was stored: in a process of its own, whose CPU nobody counts. */
process.on('message', (message: { readonly plan: CollectPlan } | { readonly question: Question }) => {
  void (async () => {
    if ('plan' in message) {
      plan = message.plan;
      database = await Database.open(env);
      const token = await found(database, plan, new Secrets(env));
      process.send?.({ token, pidFile: await databasePid(database) });
    } else if (database !== null && plan !== null) {
      process.send?.(await answer(database, plan, message.question));
    }
  })();
});
process.on('disconnect', () => {
  process.exit(0);
});
const env = readEnv(process.env);
let plan: CollectPlan | null = null;
let database: Database | null = null;
