import { CIRCUIT_CODE, type CircuitState, periodAround } from '@linewatch/shared';
import type { RowReader } from './file-row.js';
import type { HouseIndex } from './house-index.js';
import type { Outcome, PlannedCircuit, PlannedEnd, PlannedMain } from './import-plan.js';

/** States in which a circuit may come into the house. */
const FIRST_STATES: ReadonlySet<string> = new Set<CircuitState>(['active', 'inactive', 'designed']);
const NO_CODES: ReadonlySet<string> = new Set();

/** @param taken ports that earlier rows of the file end at, as `device id/ifName` */
export function planCircuit(row: RowReader, house: HouseIndex, taken: Set<string>): Outcome<PlannedCircuit> {
  const codes = (domain: string): ReadonlySet<string> => house.codes.get(domain) ?? NO_CODES;
  const code = row.code('code', 64, CIRCUIT_CODE);
  const name = row.text('name', 120);
  const product = row.choice('product', codes('product'));
  const contractedBps = row.rate('bandwidth');
  const topology = row.choice('topology', codes('topology'), 'P2P');
  const protection = row.choice('protection', codes('protection'), 'NONE');
  const networkGrade = row.isFilled('networkGrade') ? row.choice('networkGrade', codes('networkGrade')) : null;
  const customer = customerOf(row, house);
  const contractId = contractOf(row, house, customer?.id);
  const life = lifeOf(row, customer?.timeZone ?? 'UTC');
  const backupOf = mainOf(row, house);
  const ends = (['A', 'Z'] as const).map((side) => endOf(row, side, house, customer?.id));
  if (code === null || name === null || product === null || contractedBps === null) return null;
  if (topology === null || protection === null || customer === undefined || life === null) return null;
  const key = code.toLowerCase();
  const known = house.circuits.get(key);
  if (known !== undefined) {
    return known.customerId === customer.id ? { key, planned: 'known' } : row.refuse('code', 'other-customer');
  }
  const facts = { code, name, customerId: customer.id, contractId, product, contractedBps, topology, protection };
  const whole = ends.filter((end) => end !== null);
  if (whole.length < ends.length || row.problems.length > 0) return null;
  for (const end of whole) claim(row, end, house, taken);
  return { key, planned: { ...facts, networkGrade, ...life, ends: whole, backupOf } };
}

/**
 * Looks at a backup once all rows are known, since its main may stand further down: the main must be the same
 * customer's and must not stand in for a third circuit.
 *
 * @param planned what the file brings, by lower-cased code
 */
export function checkMain(
  row: RowReader,
  { customerId, backupOf }: PlannedCircuit,
  house: HouseIndex,
  planned: ReadonlyMap<string, PlannedCircuit>,
): void {
  if (backupOf === null) return;
  const known = house.circuits.get(backupOf.code);
  const brought = planned.get(backupOf.code);
  if ((known ?? brought)?.customerId !== customerId) row.refuse('backupOf', 'unknown-here');
  else if (known?.isBackup ?? brought?.backupOf !== null) row.refuse('backupOf', 'no-main');
}

function mainOf(row: RowReader, house: HouseIndex): PlannedMain | null {
  const code = row.optional('backupOf', 64).toLowerCase();
  return code === '' ? null : { code, id: house.circuits.get(code)?.id ?? null };
}

function customerOf(row: RowReader, house: HouseIndex): { id: string; timeZone: string } | undefined {
  const code = row.text('customer', 32);
  const customer = code === null ? undefined : house.customers.get(code.toLowerCase());
  if (code !== null && customer === undefined) row.refuse('customer', 'unknown-here');
  return customer;
}

/** The contract must be the same customer's: a file cannot reach another one's by naming it. */
function contractOf(row: RowReader, house: HouseIndex, customerId: string | undefined): string | null {
  if (!row.isFilled('contract')) return null;
  const number = row.text('contract', 40);
  const contract = number === null ? undefined : house.contracts.get(number.toLowerCase());
  if (contract?.customerId !== customerId) return row.refuse('contract', 'unknown-here');
  return contract?.id ?? null;
}

/** State and first day, which a line that is in service has. Days begin where the customer is. */
function lifeOf(row: RowReader, timeZone: string): { state: CircuitState; activatedAt: number | null } | null {
  const day = row.day('activatedOn');
  const state = row.choice('state', FIRST_STATES, day === '' || day === null ? 'inactive' : 'active');
  if (day === null || state === null) return null;
  if (state === 'active' && day === '') return row.refuse('activatedOn', 'day-missing');
  const activatedAt = day === '' ? null : periodAround('DAY', day, timeZone).from;
  return { state: state as CircuitState, activatedAt };
}

function endOf(row: RowReader, side: 'A' | 'Z', house: HouseIndex, customerId: string | undefined): PlannedEnd | null {
  const column = (name: string): string => `${side.toLowerCase()}${name}`;
  const accessType = row.choice(column('Access'), house.codes.get('accessType') ?? NO_CODES, 'FIBRE');
  const siteId = siteOf(row, column('Site'), house, customerId, side === 'A');
  const port = portOf(row, column('Device'), column('Port'), house);
  if (accessType === null || siteId === null || port === null) return null;
  return { side, siteId: siteId === '' ? null : siteId, accessType, port: port === '' ? null : port };
}

/** An empty Z site is the operator's own node; an A end is always the customer's. */
function siteOf(
  row: RowReader,
  column: string,
  house: HouseIndex,
  customerId: string | undefined,
  isNeeded: boolean,
): string | null {
  if (!row.isFilled(column) && !isNeeded) return '';
  const code = row.text(column, 32);
  if (code === null || customerId === undefined) return null;
  return house.sites.get(`${customerId}/${code.toLowerCase()}`) ?? row.refuse(column, 'unknown-here');
}

function portOf(row: RowReader, ofDevice: string, ofPort: string, house: HouseIndex): PlannedEnd['port'] | '' {
  if (!row.isFilled(ofDevice) && !row.isFilled(ofPort)) return '';
  if (!row.isFilled(ofDevice)) return row.refuse(ofPort, 'port-without-device');
  const device = row.text(ofDevice, 40);
  const ifName = row.text(ofPort, 80);
  if (device === null || ifName === null) return null;
  const deviceId = house.devices.get(device.toLowerCase());
  if (deviceId === undefined) return row.refuse(ofDevice, 'unknown-here');
  return { deviceId, ifName, portId: house.ports.get(`${deviceId}/${ifName}`)?.id ?? null };
}

/** A port carries one living circuit. */
function claim(row: RowReader, { side, port }: PlannedEnd, house: HouseIndex, taken: Set<string>): void {
  if (port === null) return;
  const place = `${port.deviceId}/${port.ifName}`;
  if (taken.has(place) || house.ports.get(place)?.isTaken === true) {
    row.refuse(`${side.toLowerCase()}Port`, 'taken');
    return;
  }
  taken.add(place);
}
