import { type DiscoveredInterface, type DiscoveredSystem, type DiscoveryReport, portSpeedBps } from '@linewatch/shared';
import type { Clock } from '../clock/clock.js';
import { decodeInterface, DISCOVERY_COLUMNS, IF_STACK_STATUS, type RawInterface } from '../mibs/if-mib.js';
import { DOT3_STATS_DUPLEX_STATUS, DUPLEX } from '../mibs/etherlike-mib.js';
import { hex, integer, isException, objectId, type RawValue, SmiError, text } from '../mibs/smi.js';
import { SNMP_ENGINE_BOOTS, SNMP_ENGINE_ID_0 } from '../mibs/snmp-framework-mib.js';
import { SYS_UP_TIME_0, SYSTEM } from '../mibs/snmpv2-mib.js';
import { type SnmpClient, SnmpFault } from '../snmp/snmp-client.js';
import { type Cards, readCards } from './card-map.js';
import { walkColumn } from './column-walk.js';
import { InterfaceTables, type TableRow, WHOLE_TABLE } from './table-range.js';

/** What a discovery found, but for whose it is. */
export type Discovered = Omit<DiscoveryReport, 'deviceId' | 'fault'>;

const LONGEST_TEXT = 255;
const LONGEST_HEX = 64;
const MOST_LAYERS = 64;
const UP_TO = { first: 1, last: 7 };
/** TruthValue and ifLinkUpDownTrapEnable alike: 1 yes, 2 no. */
const YES = 1;
/** Interfaces on interfaces: several rows for each. */
const STACK_ROWS_AN_INTERFACE = 4;

/**
 * Finds out what a device is: what it says of itself, every interface, which counters there are, what runs on what,
 * and on which card. Reads only; what an agent does not have is left out.
 *
 * @param most interfaces that are kept
 * @throws SnmpFault why there is no usable answer
 */
export async function discoverDevice(
  agent: SnmpClient,
  { clock, maxRepetitions, most }: { readonly clock: Clock; readonly maxRepetitions: number; readonly most: number },
  signal: AbortSignal,
): Promise<Discovered> {
  // One small request, sent once: a device that is silent is not waited for again and again.
  await agent.get([SYS_UP_TIME_0], signal, 0);
  try {
    const system = await readSystem(agent, signal);
    const tables = new InterfaceTables(agent, maxRepetitions, clock);
    const { rows } = await tables.read(DISCOVERY_COLUMNS, WHOLE_TABLE, [], signal);
    if (rows.size === 0) throw new SnmpFault('NO_INTERFACES', 'The agent shows no interfaces');
    const kept = [...rows].sort(([one], [other]) => one - other).slice(0, most);
    const limits = { most: kept.length * STACK_ROWS_AN_INTERFACE, maxRepetitions };
    const duplex = await readDuplex(agent, limits, signal);
    const lower = await readStack(agent, limits, signal);
    const cards = await readCards(agent, maxRepetitions, signal);
    return {
      at: clock.now(),
      system,
      interfaces: kept.map(([ifIndex, row]) => toInterface(ifIndex, row.cells, { duplex, lower, cards })),
      isTruncated: rows.size > kept.length,
      missingColumns: missingColumns(kept, duplex.size > 0),
    };
  } catch (error) {
    if (error instanceof SmiError) throw new SnmpFault('MALFORMED', error.message);
    throw error;
  }
}

async function readSystem(agent: SnmpClient, signal: AbortSignal): Promise<DiscoveredSystem> {
  const oids = [...Object.values(SYSTEM), SNMP_ENGINE_ID_0, `${SNMP_ENGINE_BOOTS}.0`];
  const values = new Map((await agent.get(oids, signal)).map((varbind) => [varbind.oid, varbind]));
  const said = <T>(oid: string, decode: (value: RawValue) => T): T | null => {
    const value = values.get(oid);
    return value === undefined || isException(value) ? null : decode(value);
  };
  return {
    sysName: clean(said(SYSTEM.sysName, text)),
    sysDescr: clean(said(SYSTEM.sysDescr, text)),
    sysObjectId: clean(said(SYSTEM.sysObjectId, objectId)),
    sysLocation: clean(said(SYSTEM.sysLocation, text)),
    engineId: said(SNMP_ENGINE_ID_0, hex)?.slice(0, LONGEST_HEX) ?? null,
    engineBoots: said(`${SNMP_ENGINE_BOOTS}.0`, integer),
  };
}

interface Beside {
  readonly duplex: ReadonlyMap<number, 'HALF' | 'FULL'>;
  readonly lower: ReadonlyMap<number, readonly number[]>;
  readonly cards: Cards;
}

type Limits = Parameters<typeof walkColumn>[2];

async function readDuplex(agent: SnmpClient, limits: Limits, signal: AbortSignal): Promise<Beside['duplex']> {
  const { instances } = await walkColumn(agent, DOT3_STATS_DUPLEX_STATUS, limits, signal);
  const found = new Map<number, 'HALF' | 'FULL'>();
  for (const { index, value } of instances) {
    const status = integer(value);
    const [ifIndex] = index;
    if (ifIndex !== undefined && (status === 2 || status === 3)) found.set(ifIndex, DUPLEX[status]);
  }
  return found;
}

/** Row (higher, lower): a 0 says that there is nothing above or below. */
async function readStack(agent: SnmpClient, limits: Limits, signal: AbortSignal): Promise<Beside['lower']> {
  const { instances } = await walkColumn(agent, IF_STACK_STATUS, limits, signal);
  const found = new Map<number, number[]>();
  for (const { index } of instances) {
    const [higher = 0, lower = 0] = index;
    if (higher === 0 || lower === 0) continue;
    const known = found.get(higher);
    if (known === undefined) found.set(higher, [lower]);
    else if (known.length < MOST_LAYERS) known.push(lower);
  }
  return found;
}

function toInterface(ifIndex: number, cells: RawInterface, { duplex, lower, cards }: Beside): DiscoveredInterface {
  const row = decodeInterface(ifIndex, cells);
  const ifDescr = clean(said(cells.ifDescr, text));
  return {
    ifIndex,
    // An agent without ifXTable is polled by ifDescr.
    ifName: row.ifName === '' ? ifDescr : clean(row.ifName),
    ifAlias: clean(row.ifAlias),
    ifDescr,
    ifType: said(cells.ifType, integer),
    speedBps: portSpeedBps(row.ifSpeed, row.ifHighSpeed),
    mac: said(cells.ifPhysAddress, hex)?.slice(0, LONGEST_HEX) ?? null,
    adminStatus: statusOf(row.adminStatus),
    operStatus: statusOf(row.operStatus),
    hasWideCounters: row.inOctets?.width === 64,
    duplex: duplex.get(ifIndex) ?? null,
    sendsTraps: isYes(said(cells.ifLinkUpDownTrapEnable, integer)),
    hasConnector: isYes(said(cells.ifConnectorPresent, integer)),
    lowerIndexes: [...(lower.get(ifIndex) ?? [])],
    card: clean(cards.get(ifIndex) ?? ''),
  };
}

/** Columns that not one interface has a value in. */
function missingColumns(rows: readonly (readonly [number, TableRow])[], hasDuplex: boolean): string[] {
  const missing = DISCOVERY_COLUMNS.filter((column) =>
    rows.every(([, { cells }]) => said(cells[column], () => true) === null),
  );
  return hasDuplex ? missing : [...missing, 'dot3StatsDuplexStatus'];
}

function said<T>(cell: RawValue | undefined, decode: (cell: RawValue) => T): T | null {
  return cell === undefined || isException(cell) ? null : decode(cell);
}

function statusOf(value: number | null): number | null {
  return value !== null && value >= UP_TO.first && value <= UP_TO.last ? value : null;
}

function isYes(value: number | null): boolean | null {
  return value === null ? null : value === YES;
}

/** Texts of devices are shown: without control characters, and no longer than they are kept. */
function clean(said: string | null): string {
  return (said ?? '')
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, LONGEST_TEXT);
}
