import { randomBytes, randomUUID } from 'node:crypto';
import type { Database, SqlValue, Transaction } from '../database/database.js';
import type { CredentialRepository } from '../features/inventory/index.js';
import { storeMarkedDesks, storeMarkedLineTests } from './marked-desks.js';
import { storeMarkedFaults } from './marked-faults.js';
import { storeMarkedReports } from './marked-reports.js';
import { storeMarkedSla } from './marked-sla.js';
import { storeMarkedNotices } from './marked-notices.js';
import { storeMarkedTickets } from './marked-tickets.js';
import type { MarkedWords } from './marked-words.js';
import { storeMarkedWorks } from './marked-works.js';

/** A circuit with its ends, A first; an end without a port lies at the operator's own node. */
interface Plan {
  readonly customer: 'A' | 'B';
  readonly ends: readonly (readonly [site: string, device: string, port: number] | null)[];
}

/**
 * The world in small: two customers, one of them with branches, and a device that carries lines of both.
 * Names of facts begin with the customer they belong to.
 */
const PLANS: Readonly<Record<string, Plan>> = {
  'A.trunk': {
    customer: 'A',
    ends: [
      ['A.hq', 'alpha', 1],
      ['A.branch', 'shared', 2],
    ],
  },
  'A.spur': {
    customer: 'A',
    ends: [
      ['A.hq', 'alpha', 3],
      ['A.far', 'shared', 4],
    ],
  },
  'A.local': { customer: 'A', ends: [['A.branch', 'alpha', 5], null] },
  'B.haul': {
    customer: 'B',
    ends: [
      ['B.depot', 'shared', 6],
      ['B.yard', 'beta', 7],
    ],
  },
};
const CUSTOMERS = ['A', 'B'] as const;
const SITES = ['A.hq', 'A.branch', 'A.far', 'B.depot', 'B.yard'];
const DEVICES = ['alpha', 'shared', 'beta'];

/** Whose each circuit is. */
const OWNERS = Object.entries(PLANS).map(([circuit, { customer }]) => ({ circuit, customer }));
/** All circuits of the world, by name. */
export const CIRCUITS = Object.keys(PLANS);
/** All watched ports. */
export const PORTS = Object.values(PLANS).flatMap(({ ends }) => ends.flatMap((end) => (end === null ? [] : [end[2]])));
/** All points that are measured: two a circuit. */
export const POINTS = Object.keys(PLANS).flatMap((_, index) => [2 * index + 1, 2 * index + 2]);
/** Seconds between two polls. */
export const INTERVAL_S = 10;

export interface MarkedWorld {
  /** Id of a customer, site, device or circuit by its name. */
  id(name: string): string;
}

/** Stores the world. Every text in it that a database takes is a marked word. */
export async function storeMarkedWorld(
  database: Database,
  credentials: CredentialRepository,
  words: MarkedWords,
): Promise<MarkedWorld> {
  const ids = new Map<string, string>();
  const newId = (name: string, fact = name): string => {
    const id = words.mark(fact, randomUUID());
    ids.set(name, id);
    return id;
  };
  const world: MarkedWorld = {
    id: (name) => {
      const id = ids.get(name);
      if (id === undefined) throw new Error(`there is no ${name} in this world`);
      return id;
    },
  };
  await database.transaction(async (tx) => {
    await storeCustomers(tx, words, newId);
    await storeDevices(tx, credentials, words, newId);
    await storeCircuits(tx, words, newId, world);
    await storeMarkedSla(tx, words, world);
    await storeMarkedReports(tx, words, world);
    await storeMarkedNotices(tx, words, world, OWNERS);
    await storeMarkedDesks(tx, words, world);
    await storeMarkedWorks(tx, words, { idOf: (name) => world.id(name), newId });
  });
  return world;
}

/** A site as the names of its lines tell of it. */
interface SiteCode {
  readonly id: string;
  readonly code: string;
  readonly name_zh: string;
}
const NODE: SiteCode = { id: '', code: 'NODE', name_zh: 'NODE' };

type NewId = (name: string, fact?: string) => string;

/** Stores rows that say their columns. */
async function store(
  tx: Transaction,
  table: string,
  rows: readonly Readonly<Record<string, SqlValue>>[],
): Promise<void> {
  const columns = Object.keys(rows[0] ?? {});
  await tx.insertMany(
    table,
    columns,
    ['id'],
    rows.map((row) => columns.map((column) => row[column] ?? null)),
  );
}

async function storeCustomers(tx: Transaction, words: MarkedWords, newId: NewId): Promise<void> {
  const customers = CUSTOMERS.map((name) => ({
    id: newId(name),
    code: words.word(name),
    name_zh: words.word(name),
    name_en: words.word(name),
    grade: words.word(name),
    time_zone: 'Asia/Shanghai',
    status: 'ACTIVE',
  }));
  await store(tx, 'customer', customers);
  const contracts = CUSTOMERS.map((name, index) => ({
    id: newId(`${name}.contract`, name),
    customer_id: customers[index]?.id ?? '',
    number: words.word(name),
    sla_class: words.word(name),
  }));
  await store(tx, 'contract', contracts);
  const sites = SITES.map((name) => ({
    id: newId(name),
    customer_id: customers[name.startsWith('A') ? 0 : 1]?.id ?? '',
    code: words.word(name),
    name_zh: words.word(name),
    name_en: words.word(name),
    address: words.word(name),
  }));
  await store(tx, 'site', sites);
}

async function storeDevices(
  tx: Transaction,
  credentials: CredentialRepository,
  words: MarkedWords,
  newId: NewId,
): Promise<void> {
  const profile = newId('profile', 'polling');
  const patience = { interval_s: INTERVAL_S, timeout_ms: 1_000, retries: 1, backoff: 1.5, max_repetitions: 20 };
  await store(tx, 'poll_profile', [{ id: profile, name: words.word('polling'), ...patience }]);
  const access = { version: 'V2C', community: words.word('secrets') } as const;
  const credential = newId('credential', 'polling');
  await credentials.add(tx, [{ id: credential, name: words.word('polling'), access }]);
  const devices = DEVICES.map((name) => ({
    id: newId(name, `${name}.contact`),
    code: words.word(name),
    name: words.word(name),
    vendor: words.word(name),
    model: words.word(name),
    address: words.word(`${name}.contact`),
    snmp_port: 161,
    credential_id: credential,
    poll_profile_id: profile,
    reachability: 'UNKNOWN',
    failures: 0,
  }));
  await store(tx, 'device', devices);
}

async function storeCircuits(tx: Transaction, words: MarkedWords, newId: NewId, world: MarkedWorld): Promise<void> {
  const codes = new Map(
    (await tx.query<SiteCode>('SELECT id, code, name_zh FROM site')).map((site) => [site.id, site]),
  );
  // As operators call lines: by the codes and names of both places, and a word of their own.
  const callBy = (plan: Plan, of: (site: SiteCode) => string): string =>
    plan.ends.map((end) => of(codes.get(end === null ? '' : world.id(end[0])) ?? NODE)).join('-');
  const circuits = Object.entries(PLANS).map(([name, plan]) => ({
    id: newId(name),
    code: `${callBy(plan, ({ code }) => code)} ${words.mark(name, randomBytes(6).toString('hex'))}`,
    name: `${callBy(plan, (site) => site.name_zh)} ${words.word(name)}`,
    alias: words.word(name),
    customer_id: world.id(plan.customer),
    contract_id: world.id(`${plan.customer}.contract`),
    product: words.word(name),
    contracted_bps: 100_000_000,
    topology: 'P2P',
    protection: 'NONE',
    compose_mode: 'SERIES',
    state: 'active',
  }));
  await store(tx, 'circuit', circuits);
  const ends = Object.entries(PLANS).flatMap(([name, plan]) =>
    plan.ends.map((end, index) => ({ name, plan, end, index })),
  );
  const ports = ends.flatMap(({ end }) => {
    if (end === null) return [];
    const [site, device, port] = end;
    const names = { if_name: words.word(`${site}.ports`), if_alias: words.word('secrets') };
    return [{ id: port, device_id: world.id(device), ...names, role: 'PRIMARY' }];
  });
  await store(tx, 'port', ports);
  const stored = ends.map(({ name, plan, end, index }) => ({
    id: words.mark(name, randomUUID()),
    circuit_id: world.id(name),
    customer_id: world.id(plan.customer),
    side: index === 0 ? 'A' : 'Z',
    seq: 1,
    site_id: end === null ? null : world.id(end[0]),
    port_id: end === null ? null : end[2],
    monitoring: end === null ? 'UNMONITORED' : 'SNMP',
    access_type: words.word(name),
    port_type: words.word(name),
  }));
  await store(tx, 'circuit_end', stored);
  await storePoints(tx, words, world);
  const ticketed = Object.entries(PLANS).map(([name, { customer }]) => ({ name, customerId: world.id(customer) }));
  const told = ticketed.map((circuit) => ({ ...circuit, id: world.id(circuit.name) }));
  await storeMarkedTickets(tx, words, told);
  await storeMarkedFaults(tx, words, told);
  await storeMarkedLineTests(tx, words, told);
}

/** A probe and a device's own test on every circuit; where they aim is nobody's to see. */
async function storePoints(tx: Transaction, words: MarkedWords, world: MarkedWorld): Promise<void> {
  const points = Object.entries(PLANS).flatMap(([name, { customer, ends }], index) => {
    const place = {
      circuit_id: world.id(name),
      customer_id: world.id(customer),
      side: 'A',
      kind: 'LATENCY',
      interval_s: 60,
    };
    const probe = { target: words.word('secrets'), port: 862, count: 20, spacingMs: 50 };
    const test = { owner: words.word('secrets'), testName: words.word('secrets') };
    return [
      { ...place, id: 2 * index + 1, source: 'STAMP', settings_json: JSON.stringify(probe), device_id: null },
      {
        ...place,
        id: 2 * index + 2,
        source: 'DISMAN_PING',
        settings_json: JSON.stringify(test),
        device_id: world.id(ends[0]?.[1] ?? 'alpha'),
      },
    ];
  });
  await store(tx, 'measure_point', points);
}
