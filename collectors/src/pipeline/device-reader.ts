import type { PolledPort } from '@linewatch/shared';
import type { Clock } from '../clock/clock.js';
import {
  decodeInterface,
  IF_NUMBER,
  IF_TABLE_LAST_CHANGE,
  type IfColumn,
  type InterfaceRow,
  GROUP_COLUMNS,
  NARROW_COLUMNS,
  NARROW_GROUP_COLUMNS,
  STEADY_COLUMNS,
} from '../mibs/if-mib.js';
import { integer, type RawValue, SmiError, unsigned32 } from '../mibs/smi.js';
import { SNMP_ENGINE_BOOTS } from '../mibs/snmp-framework-mib.js';
import { SYS_UP_TIME_0 } from '../mibs/snmpv2-mib.js';
import { isRowReader, type SnmpClient, SnmpFault } from '../snmp/snmp-client.js';
import { GroupPackets } from './group-packets.js';
import { interfaceOf, type InterfaceMap, isAliasOf, mapInterfaces, rangesOf } from './interface-map.js';
import type { SteadyPort } from './steady-ports.js';
import { SteadyPorts } from './steady-ports.js';
import {
  type AnswerTime,
  InterfaceTables,
  type RangeAnswer,
  type RowRange,
  type TableRow,
  WHOLE_TABLE,
} from './table-range.js';

/** What one poll of a device read. */
export interface DeviceAnswer {
  readonly time: AnswerTime;
  /** snmpEngineBoots, where the agent has it. */
  readonly engineBoots: number | null;
  readonly ports: readonly PortAnswer[];
  /** All of them instead, where they were read straight into numbers; good until the next poll of the device. */
  readonly steady: SteadyAnswer | null;
}

/** The cells of all rows, and where in them each port's are. */
export interface SteadyAnswer {
  readonly cells: Float64Array;
  readonly ports: readonly SteadyPort[];
}

/** `row` null: the device has no such interface. `time` is that of the message with its octet counters. */
export interface PortAnswer {
  readonly port: PolledPort;
  readonly time: AnswerTime;
  readonly row: InterfaceRow | null;
}

/** What tells that the table may have been numbered anew. */
export interface TableMarks {
  readonly sysUpTime: number;
  readonly engineBoots: number | null;
  readonly ifNumber: number | null;
  readonly ifTableLastChange: number | null;
}

interface KnownMap extends InterfaceMap {
  readonly marks: TableMarks;
  readonly mappedAt: number;
}

interface MappedAnswer extends DeviceAnswer {
  readonly marks: TableMarks;
  /** Whether the map lacks one of the ports. */
  readonly isMissing: boolean;
}

const NO_ROWS: RowRange = { first: 0, last: 0, rows: 1 };
const SCALARS = [SNMP_ENGINE_BOOTS, IF_NUMBER, IF_TABLE_LAST_CHANGE];
/**
 * How long a port that the device does not have is not looked for when nothing says that the table changed, for each
 * interface of the device: looking through a small table costs next to nothing, through a large one much.
 */
const LOOK_AGAIN_MS = 1_000;

/**
 * Reads the ports of one device. Remembers where each name was found, so that a poll reads only the rows it needs;
 * a row whose name is not the expected one makes it look through the whole table again, within the same poll.
 */
export class DeviceReader {
  private readonly tables: InterfaceTables;
  private map: KnownMap | null = null;
  private readonly steady: SteadyPorts | null;

  /** @param countsAllPackets whether packets to groups and to all are counted with those to one */
  constructor(
    private readonly agent: SnmpClient,
    maxRepetitions: number,
    private readonly clock: Clock,
    private readonly countsAllPackets = false,
  ) {
    this.tables = new InterfaceTables(agent, maxRepetitions, clock);
    const groups = isRowReader(agent) && countsAllPackets ? new GroupPackets(agent, maxRepetitions, clock) : null;
    this.steady = isRowReader(agent) ? new SteadyPorts(agent, this.tables, maxRepetitions, clock, groups) : null;
  }

  /**
   * Whether the agent answers at all. One small request, sent once.
   *
   * @throws SnmpFault when it does not
   */
  async probe(signal: AbortSignal): Promise<void> {
    await this.agent.get([SYS_UP_TIME_0], signal, 0);
  }

  /**
   * @throws SnmpFault why there is no usable answer; `NO_INTERFACES` when the agent shows no interface at all
   */
  async read(ports: readonly PolledPort[], signal: AbortSignal): Promise<DeviceAnswer> {
    try {
      if (this.map) {
        const steady = await this.readSteady(this.map, ports, signal);
        if (steady !== null) return steady;
        const answer = await this.readMapped(this.map, ports, signal);
        if (this.isTrusted(this.map, answer)) return answer;
      }
      this.map = null;
      this.map = await this.lookThrough(signal);
      const steady = await this.readSteady(this.map, ports, signal);
      return steady ?? (await this.readMapped(this.map, ports, signal));
    } catch (error) {
      if (error instanceof SmiError) throw new SnmpFault('MALFORMED', error.message);
      throw error;
    }
  }

  /** Where the last poll found the only interface of a name, or null. */
  placeOf(ifName: string): { readonly ifIndex: number; readonly nameColumn: 'ifName' | 'ifDescr' } | null {
    const [found, ...others] = this.map?.byName.get(ifName) ?? [];
    return this.map && found && others.length === 0
      ? { ifIndex: found.ifIndex, nameColumn: this.map.nameColumn }
      : null;
  }

  /** Where the last poll found the ports, or null when the next one has to look through the whole table. */
  get interfaces(): InterfaceMap | null {
    return this.map;
  }

  /** Looks through the whole table again with the next poll. */
  lookAgain(): void {
    this.map = null;
  }

  /** The quick way, where the device is as it was and has what every device should have. */
  private async readSteady(
    map: KnownMap,
    ports: readonly PolledPort[],
    signal: AbortSignal,
  ): Promise<DeviceAnswer | null> {
    const read = await this.steady?.read(map, ports, signal);
    if (!read || hasChanged(map.marks, read.marks)) return null;
    const { time, marks, cells } = read;
    return { time, engineBoots: marks.engineBoots, ports: [], steady: { cells, ports: read.ports } };
  }

  private async readMapped(map: KnownMap, ports: readonly PolledPort[], signal: AbortSignal): Promise<MappedAnswer> {
    const wanted = new Map(ports.map((port) => [port, interfaceOf(map, port)]));
    const found = [...wanted.values()].filter((candidate) => candidate !== null);
    const columns = columnsOf(
      map.nameColumn,
      found.every(({ hasWideCounters }) => hasWideCounters),
      this.countsAllPackets,
    );
    // A device without any of the ports is asked too: its answer says that it is there.
    const [range = NO_ROWS, ...further] = rangesOf(map, new Set(found.map(({ ifIndex }) => ifIndex)));
    const head = await this.tables.read(columns, range, SCALARS, signal);
    const rows = new Map(head.rows);
    for (const next of further) {
      for (const [index, row] of (await this.tables.read(columns, next, [], signal)).rows) rows.set(index, row);
    }
    return {
      time: head.time,
      marks: marksOf(head),
      engineBoots: marksOf(head).engineBoots,
      steady: null,
      isMissing: ports.some((port) => !wanted.get(port)),
      ports: ports.map((port) =>
        this.portAnswer(port, rows.get(wanted.get(port)?.ifIndex ?? -1), wanted.get(port), map, head),
      ),
    };
  }

  /** A row counts only when it still carries the port's name, and no other line's alias. */
  private portAnswer(
    port: PolledPort,
    cells: TableRow | undefined,
    found: { readonly ifIndex: number } | null | undefined,
    { nameColumn }: InterfaceMap,
    { time }: RangeAnswer,
  ): PortAnswer {
    if (!cells || !found) return { port, time, row: null };
    const row = decodeInterface(found.ifIndex, cells.cells, nameColumn, this.countsAllPackets);
    const isSame = row.ifName === port.ifName && isAliasOf(row.ifAlias, port.ifAlias);
    return { port, time: cells.time, row: isSame ? row : null };
  }

  /** Whether the device still looks as the map says. */
  private isTrusted(map: KnownMap, { marks, isMissing, ports }: MappedAnswer): boolean {
    if (hasChanged(map.marks, marks)) return false;
    if (isMissing) return this.clock.monotonic() - map.mappedAt < LOOK_AGAIN_MS * map.indexes.length;
    return ports.every(({ row }) => row !== null);
  }

  private async lookThrough(signal: AbortSignal): Promise<KnownMap> {
    const mappedAt = this.clock.monotonic();
    for (const nameColumn of ['ifName', 'ifDescr'] as const) {
      const answer = await this.tables.read([nameColumn, 'ifAlias', 'ifHCInOctets'], WHOLE_TABLE, SCALARS, signal);
      const map = mapInterfaces(nameColumn, answer.rows);
      if (map.byName.size > 0) return { ...map, marks: marksOf(answer), mappedAt };
    }
    throw new SnmpFault('NO_INTERFACES', 'The agent shows no interfaces');
  }
}

function columnsOf(nameColumn: 'ifName' | 'ifDescr', isWide: boolean, countsAllPackets: boolean): readonly IfColumn[] {
  const columns = [
    ...(isWide ? [] : NARROW_COLUMNS),
    ...STEADY_COLUMNS,
    ...(countsAllPackets ? GROUP_COLUMNS : []),
    ...(countsAllPackets && !isWide ? NARROW_GROUP_COLUMNS : []),
  ];
  return nameColumn === 'ifName' ? columns : [nameColumn, ...columns.filter((column) => column !== 'ifName')];
}

function marksOf({ scalars, time }: RangeAnswer): TableMarks {
  return {
    sysUpTime: time.sysUpTime,
    engineBoots: scalar(scalars, SNMP_ENGINE_BOOTS, integer),
    ifNumber: scalar(scalars, IF_NUMBER, integer),
    ifTableLastChange: scalar(scalars, IF_TABLE_LAST_CHANGE, unsigned32),
  };
}

function scalar(
  scalars: ReadonlyMap<string, RawValue>,
  oid: string,
  decode: (value: RawValue) => number,
): number | null {
  const value = scalars.get(oid);
  return value === undefined ? null : decode(value);
}

/** Whether the agent restarted or its table got or lost rows in between. */
function hasChanged(then: TableMarks, now: TableMarks): boolean {
  return (
    now.sysUpTime < then.sysUpTime ||
    now.engineBoots !== then.engineBoots ||
    now.ifNumber !== then.ifNumber ||
    now.ifTableLastChange !== then.ifTableLastChange
  );
}
