import { counter64, integer, optional, type RawValue, text, unsigned32 } from './smi.js';

/** IF-MIB (RFC 2863): scalars, and the columns of ifTable and ifXTable that a poll reads. The index is ifIndex. */
export const IF_NUMBER = '1.3.6.1.2.1.2.1';
/** sysUpTime when a row of ifTable was last created or deleted. */
export const IF_TABLE_LAST_CHANGE = '1.3.6.1.2.1.31.1.5';

const IF_ENTRY = '1.3.6.1.2.1.2.2.1';
const IF_X_ENTRY = '1.3.6.1.2.1.31.1.1.1';

/** ifIndex itself: no poll reads it, notifications name their port by it. */
export const IF_INDEX = `${IF_ENTRY}.1`;

/** Names of the columns, as the decoded row has them, with their OIDs. */
export const IF_COLUMNS = {
  ifDescr: `${IF_ENTRY}.2`,
  ifType: `${IF_ENTRY}.3`,
  ifSpeed: `${IF_ENTRY}.5`,
  ifPhysAddress: `${IF_ENTRY}.6`,
  ifAdminStatus: `${IF_ENTRY}.7`,
  ifOperStatus: `${IF_ENTRY}.8`,
  ifLastChange: `${IF_ENTRY}.9`,
  ifInOctets: `${IF_ENTRY}.10`,
  ifInUcastPkts: `${IF_ENTRY}.11`,
  ifInDiscards: `${IF_ENTRY}.13`,
  ifInErrors: `${IF_ENTRY}.14`,
  ifOutOctets: `${IF_ENTRY}.16`,
  ifOutUcastPkts: `${IF_ENTRY}.17`,
  ifOutDiscards: `${IF_ENTRY}.19`,
  ifOutErrors: `${IF_ENTRY}.20`,
  ifName: `${IF_X_ENTRY}.1`,
  ifHCInOctets: `${IF_X_ENTRY}.6`,
  ifInMulticastPkts: `${IF_X_ENTRY}.2`,
  ifInBroadcastPkts: `${IF_X_ENTRY}.3`,
  ifOutMulticastPkts: `${IF_X_ENTRY}.4`,
  ifOutBroadcastPkts: `${IF_X_ENTRY}.5`,
  ifHCInUcastPkts: `${IF_X_ENTRY}.7`,
  ifHCInMulticastPkts: `${IF_X_ENTRY}.8`,
  ifHCInBroadcastPkts: `${IF_X_ENTRY}.9`,
  ifHCOutOctets: `${IF_X_ENTRY}.10`,
  ifHCOutUcastPkts: `${IF_X_ENTRY}.11`,
  ifHCOutMulticastPkts: `${IF_X_ENTRY}.12`,
  ifHCOutBroadcastPkts: `${IF_X_ENTRY}.13`,
  ifLinkUpDownTrapEnable: `${IF_X_ENTRY}.14`,
  ifHighSpeed: `${IF_X_ENTRY}.15`,
  ifConnectorPresent: `${IF_X_ENTRY}.17`,
  ifAlias: `${IF_X_ENTRY}.18`,
  ifCounterDiscontinuityTime: `${IF_X_ENTRY}.19`,
} as const;
export type IfColumn = keyof typeof IF_COLUMNS;

/** What every poll reads of a port. */
export const STEADY_COLUMNS: readonly IfColumn[] = [
  'ifName',
  'ifHCInOctets',
  'ifHCOutOctets',
  'ifCounterDiscontinuityTime',
  'ifOperStatus',
  'ifAdminStatus',
  'ifLastChange',
  'ifAlias',
  'ifHighSpeed',
  'ifSpeed',
  'ifInErrors',
  'ifOutErrors',
  'ifInDiscards',
  'ifOutDiscards',
  'ifHCInUcastPkts',
  'ifHCOutUcastPkts',
];

/** What discovery reads of every interface: what it is, not what it carries. */
export const DISCOVERY_COLUMNS: readonly IfColumn[] = [
  'ifDescr',
  'ifName',
  'ifAlias',
  'ifType',
  'ifSpeed',
  'ifHighSpeed',
  'ifPhysAddress',
  'ifAdminStatus',
  'ifOperStatus',
  'ifHCInOctets',
  'ifInOctets',
  'ifLinkUpDownTrapEnable',
  'ifConnectorPresent',
  'ifCounterDiscontinuityTime',
];

/** ifStackStatus: which interface runs on which; the index is (higher, lower), 0 for none. */
export const IF_STACK_STATUS = '1.3.6.1.2.1.31.1.2.1.3';

/** Read in addition where an interface has no 64-bit counters. */
export const NARROW_COLUMNS: readonly IfColumn[] = ['ifInOctets', 'ifOutOctets', 'ifInUcastPkts', 'ifOutUcastPkts'];

/** Read besides where a profile counts packets to groups and to all (P-ERR). */
export const GROUP_COLUMNS = [
  'ifHCInMulticastPkts',
  'ifHCOutMulticastPkts',
  'ifHCInBroadcastPkts',
  'ifHCOutBroadcastPkts',
] as const satisfies readonly IfColumn[];

/** The same where an interface has no 64-bit counters. */
export const NARROW_GROUP_COLUMNS: readonly IfColumn[] = [
  'ifInMulticastPkts',
  'ifOutMulticastPkts',
  'ifInBroadcastPkts',
  'ifOutBroadcastPkts',
];

/** The cells of one interface as the agent gave them; columns it does not have are missing. */
export type RawInterface = Partial<Readonly<Record<IfColumn, RawValue>>>;

/** One counter with the number of bits after which it starts again at 0. */
export interface Counter {
  readonly value: bigint;
  readonly width: 32 | 64;
}

/** One interface, decoded. Null: the agent has no such object. */
export interface InterfaceRow {
  readonly ifIndex: number;
  readonly ifName: string;
  readonly ifAlias: string;
  /** RFC 2863: 1 up, 2 down, 3 testing. */
  readonly adminStatus: number | null;
  /** RFC 2863: 1 up .. 7 lowerLayerDown. */
  readonly operStatus: number | null;
  /** sysUpTime at the last change of the operational state, in hundredths of a second; 0 when before the agent's start. */
  readonly lastChange: number | null;
  /** sysUpTime at the last break in any counter, in hundredths of a second; 0 for none. */
  readonly discontinuity: number;
  /** bit/s, exact below 2^32 - 1. */
  readonly ifSpeed: number | null;
  /** 10^6 bit/s, rounded. */
  readonly ifHighSpeed: number | null;
  readonly inOctets: Counter | null;
  readonly outOctets: Counter | null;
  readonly inPackets: Counter | null;
  readonly outPackets: Counter | null;
  /** Whether these are all packets, or those to one alone. */
  readonly countsAllPackets: boolean;
  readonly inErrors: Counter | null;
  readonly outErrors: Counter | null;
  readonly inDiscards: Counter | null;
  readonly outDiscards: Counter | null;
}

/**
 * Decodes the cells of one interface. 64-bit counters win over their 32-bit twins (RFC 2863 section 3.1.6).
 *
 * @param ifIndex index of the row
 * @param cells as the agent gave them
 * @param nameColumn `ifDescr` for agents without ifXTable
 * @param countsAllPackets whether packets to groups and to all are counted with those to one
 * @throws SmiError when a cell is not what the column's SYNTAX says
 */
export function decodeInterface(
  ifIndex: number,
  cells: RawInterface,
  nameColumn: 'ifName' | 'ifDescr' = 'ifName',
  countsAllPackets = false,
): InterfaceRow {
  const packets = countsAllPackets ? allPackets(cells) : packetsToOne(cells);
  return {
    ifIndex,
    ifName: optional(cells[nameColumn], text) ?? '',
    ifAlias: optional(cells.ifAlias, text) ?? '',
    adminStatus: optional(cells.ifAdminStatus, integer),
    operStatus: optional(cells.ifOperStatus, integer),
    lastChange: optional(cells.ifLastChange, unsigned32),
    discontinuity: optional(cells.ifCounterDiscontinuityTime, unsigned32) ?? 0,
    ifSpeed: optional(cells.ifSpeed, unsigned32),
    ifHighSpeed: optional(cells.ifHighSpeed, unsigned32),
    inOctets: widest(cells.ifHCInOctets, cells.ifInOctets),
    outOctets: widest(cells.ifHCOutOctets, cells.ifOutOctets),
    inPackets: packets.in,
    outPackets: packets.out,
    countsAllPackets,
    inErrors: widest(undefined, cells.ifInErrors),
    outErrors: widest(undefined, cells.ifOutErrors),
    inDiscards: widest(undefined, cells.ifInDiscards),
    outDiscards: widest(undefined, cells.ifOutDiscards),
  };
}

interface Packets {
  readonly in: Counter | null;
  readonly out: Counter | null;
}

function packetsToOne(cells: RawInterface): Packets {
  return {
    in: widest(cells.ifHCInUcastPkts, cells.ifInUcastPkts),
    out: widest(cells.ifHCOutUcastPkts, cells.ifOutUcastPkts),
  };
}

function allPackets(cells: RawInterface): Packets {
  return {
    in: sumOf([
      widest(cells.ifHCInUcastPkts, cells.ifInUcastPkts),
      widest(cells.ifHCInMulticastPkts, cells.ifInMulticastPkts),
      widest(cells.ifHCInBroadcastPkts, cells.ifInBroadcastPkts),
    ]),
    out: sumOf([
      widest(cells.ifHCOutUcastPkts, cells.ifOutUcastPkts),
      widest(cells.ifHCOutMulticastPkts, cells.ifOutMulticastPkts),
      widest(cells.ifHCOutBroadcastPkts, cells.ifOutBroadcastPkts),
    ]),
  };
}

/**
 * Counters as one, which wraps as they do. Null where one of them is missing or of another width: a part of the packets
 * would be taken for all of them.
 */
function sumOf(counters: readonly (Counter | null)[]): Counter | null {
  const [first] = counters;
  if (!first || counters.some((counter) => counter?.width !== first.width)) return null;
  const sum = counters.reduce((all, counter) => all + (counter?.value ?? 0n), 0n);
  return { value: BigInt.asUintN(first.width, sum), width: first.width };
}

function widest(wide: RawValue | undefined, narrow: RawValue | undefined): Counter | null {
  const value = optional(wide, counter64);
  if (value !== null) return { value, width: 64 };
  const narrowValue = optional(narrow, unsigned32);
  return narrowValue === null ? null : { value: BigInt(narrowValue), width: 32 };
}
