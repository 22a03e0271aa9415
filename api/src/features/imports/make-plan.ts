import { CUSTOMER_STATUSES, type ImportKind, type RowProblem } from '@linewatch/shared';
import { checkMain, planCircuit } from './plan-circuit.js';
import { RowReader } from './file-row.js';
import type { HouseIndex } from './house-index.js';
import type {
  ImportPlan,
  Outcome,
  PlannedCircuit,
  PlannedCustomer,
  PlannedDevice,
  PlannedSite,
} from './import-plan.js';
import type { Table } from './read-rows.js';

/** Says what the table would do in this house. Rows see of one another only codes that stand twice, and mains. */
export function makePlan(kind: ImportKind, table: Table, house: HouseIndex): ImportPlan {
  const plan = {
    customers: kind === 'customers' ? planRows(table, (row) => planCustomer(row, house)) : NOTHING,
    sites: kind === 'sites' ? planRows(table, (row) => planSite(row, house)) : NOTHING,
    devices: kind === 'devices' ? planDevices(table, house) : NOTHING,
    circuits: kind === 'circuits' ? planCircuits(table, house) : NOTHING,
  };
  const { known, problems } = plan[kind];
  const all = [...table.problems, ...problems].sort((one, other) => one.line - other.line);
  return {
    customers: plan.customers.planned,
    sites: plan.sites.planned,
    devices: plan.devices.planned,
    circuits: plan.circuits.planned,
    rows: table.rows.length + table.problems.length,
    known,
    refused: new Set(all.map(({ line }) => line)).size,
    problems: all,
  };
}

interface Planned<T> {
  readonly planned: T[];
  readonly known: number;
  readonly problems: RowProblem[];
}

const NOTHING: Planned<never> = { planned: [], known: 0, problems: [] };

/** @param checkRow a second look at a row that is good by itself, once all that are so are known by their keys */
function planRows<T>(
  { rows }: Table,
  planRow: (row: RowReader) => Outcome<T>,
  checkRow: (row: RowReader, planned: T, good: ReadonlyMap<string, T>) => void = () => undefined,
): Planned<T> {
  const result: Planned<T> & { known: number } = { planned: [], known: 0, problems: [] };
  const seen = new Set<string>();
  const good = new Map<string, T>();
  const readers: (readonly [RowReader, T])[] = [];
  for (const row of rows) {
    const reader = new RowReader(row);
    const outcome = planRow(reader);
    if (outcome !== null && seen.has(outcome.key)) reader.refuse('code', 'twice-in-file');
    if (outcome !== null) seen.add(outcome.key);
    if (outcome === null || reader.problems.length > 0) result.problems.push(...reader.problems);
    else if (outcome.planned === 'known') result.known += 1;
    else {
      good.set(outcome.key, outcome.planned);
      readers.push([reader, outcome.planned]);
    }
  }
  for (const [reader, planned] of readers) {
    checkRow(reader, planned, good);
    if (reader.problems.length === 0) result.planned.push(planned);
    else result.problems.push(...reader.problems);
  }
  return result;
}

const STATUSES: ReadonlySet<string> = new Set(CUSTOMER_STATUSES);

function planCustomer(row: RowReader, { codes, customers }: HouseIndex): Outcome<PlannedCustomer> {
  const code = row.code('code', 32);
  const nameZh = row.text('nameZh', 120);
  const nameEn = row.text('nameEn', 120);
  const grade = row.choice('grade', codes.get('customerGrade') ?? new Set());
  const timeZone = row.zone('timeZone', 'Asia/Shanghai');
  const status = row.choice('status', STATUSES, 'ACTIVE');
  if (code === null || nameZh === null || nameEn === null || grade === null || timeZone === null || status === null) {
    return null;
  }
  const key = code.toLowerCase();
  return { key, planned: customers.has(key) ? 'known' : { code, nameZh, nameEn, grade, timeZone, status } };
}

function planSite(row: RowReader, { customers, sites }: HouseIndex): Outcome<PlannedSite> {
  const owner = row.text('customer', 32);
  const customer = owner === null ? undefined : customers.get(owner.toLowerCase());
  if (owner !== null && customer === undefined) row.refuse('customer', 'unknown-here');
  const code = row.code('code', 32);
  const nameZh = row.text('nameZh', 120);
  const nameEn = row.text('nameEn', 120);
  const address = row.optional('address', 200);
  if (customer === undefined || code === null || nameZh === null || nameEn === null) return null;
  const key = `${customer.id}/${code.toLowerCase()}`;
  return { key, planned: sites.has(key) ? 'known' : { customerId: customer.id, code, nameZh, nameEn, address } };
}

function planDevices(table: Table, house: HouseIndex): Planned<PlannedDevice> {
  const addresses = new Set(house.addresses);
  return planRows(table, (row) => planDevice(row, house, addresses));
}

function planDevice(row: RowReader, house: HouseIndex, addresses: Set<string>): Outcome<PlannedDevice> {
  const code = row.code('code', 40);
  const name = row.text('name', 120);
  const vendor = row.text('vendor', 40);
  const model = row.text('model', 60);
  const address = row.address('address');
  const snmpPort = row.port('snmpPort', 161);
  const credentialId = named(row, 'credential', house.credentials);
  const pollProfileId = named(row, 'pollProfile', house.pollProfiles);
  const region = row.optional('region', 40);
  if (code === null || name === null || vendor === null || model === null || address === null) return null;
  if (snmpPort === null || credentialId === null || pollProfileId === null) return null;
  const key = code.toLowerCase();
  if (house.devices.has(key)) return { key, planned: 'known' };
  const place = `${address}|${String(snmpPort)}`;
  if (addresses.has(place)) return row.refuse('address', 'taken');
  addresses.add(place);
  const facts = { code, name, vendor, model, address, snmpPort, credentialId, pollProfileId };
  return { key, planned: { ...facts, region: region === '' ? null : region } };
}

function planCircuits(table: Table, house: HouseIndex): Planned<PlannedCircuit> {
  const taken = new Set<string>();
  return planRows(
    table,
    (row) => planCircuit(row, house, taken),
    (row, circuit, good) => {
      checkMain(row, circuit, house, good);
    },
  );
}

/** The id of what is called so, by any case. */
export function named(row: RowReader, column: string, known: ReadonlyMap<string, string>): string | null {
  const name = row.text(column, 80);
  if (name === null) return null;
  return known.get(name.toLowerCase()) ?? row.refuse(column, 'unknown-here');
}
