import type { PolledPort } from '@linewatch/shared';
import type { Clock } from '../clock/clock.js';
import { IF_COLUMNS } from '../mibs/if-mib.js';
import { integer, optional, SmiError, unsigned32 } from '../mibs/smi.js';
import { SYS_UP_TIME } from '../mibs/snmpv2-mib.js';
import { type CellLayout, isRowReader, type SnmpClient } from '../snmp/snmp-client.js';
import { interfaceOf, type InterfaceMap, rangesOf } from './interface-map.js';
import type { PollOrder } from './device-poll.js';
import { CELL, CELLS } from './port-cells.js';
import type { PortMemory } from './port-memory.js';
import { SteadyReader } from './steady-reader.js';
import { InterfaceTables, type RowRange } from './table-range.js';

/** What was seen of a device. */
interface States {
  readonly sysUpTime: number;
  /** By ifIndex what a port's state is made of, in the order of `STATES`; NaN where the agent has no such object. */
  readonly byIndex: ReadonlyMap<number, readonly number[]>;
}

/** Where the ports of a device are, as its last poll found them. */
interface Plan {
  readonly map: InterfaceMap;
  readonly ports: readonly PolledPort[];
  readonly placed: readonly (readonly [port: PolledPort, ifIndex: number])[];
  readonly ranges: readonly RowRange[];
}

const STATES = ['ifOperStatus', 'ifAdminStatus', 'ifLastChange'] as const;
const STATE_CELLS = [CELL.operStatus, CELL.adminStatus, CELL.lastChange] as const;
const LAYOUT: CellLayout = {
  scalars: [SYS_UP_TIME],
  columns: [
    { oid: IF_COLUMNS.ifOperStatus, kind: 'integer', cell: CELL.operStatus },
    { oid: IF_COLUMNS.ifAdminStatus, kind: 'integer', cell: CELL.adminStatus },
    { oid: IF_COLUMNS.ifLastChange, kind: 'unsigned32', cell: CELL.lastChange },
  ],
  indexCell: CELL.ifIndex,
  cells: CELLS,
};

/**
 * Looks between two polls whether the ports of a device are as they were read last. A look makes no reading: counters,
 * slots and rates are those of polls alone, and so nothing counts twice.
 */
export class StatusLook {
  private readonly tables: InterfaceTables;
  private readonly steady: SteadyReader | null;
  private plan: Plan | null = null;
  /** The table that could not be read straight into numbers. */
  private odd: InterfaceMap | null = null;

  /** @param interfaces where the polls find the ports now, or null before the first */
  constructor(
    agent: SnmpClient,
    maxRepetitions: number,
    private readonly clock: Clock,
    private readonly interfaces: () => InterfaceMap | null,
    private readonly memory: PortMemory,
  ) {
    this.tables = new InterfaceTables(agent, maxRepetitions, clock);
    this.steady = isRowReader(agent) ? new SteadyReader(agent, maxRepetitions, clock, 0) : null;
  }

  /**
   * Whether some port's state is other than the last poll read it, or the agent began anew. Ports that the last poll did
   * not find are for the next one to look for.
   *
   * @throws SnmpFault
   */
  async isOther({ device }: PollOrder, signal: AbortSignal): Promise<boolean> {
    const map = this.interfaces();
    if (map === null) return true;
    const { placed, ranges } = this.planOf(map, device.ports);
    if (placed.length === 0) return false;
    try {
      const { sysUpTime, byIndex } = (await this.readSteady(map, ranges, signal)) ?? (await this.read(ranges, signal));
      return placed.some(([port, ifIndex]) => this.isOtherPort(port, byIndex.get(ifIndex), sysUpTime));
    } catch (error) {
      // Whether a value is what its MIB says is known only when it is decoded; what it is worth is for the poll to say.
      if (error instanceof SmiError) return true;
      throw error;
    }
  }

  private isOtherPort(port: PolledPort, states: readonly number[] | undefined, sysUpTime: number): boolean {
    const { place } = this.memory.of(port);
    const { cells } = this.memory;
    const at = place * CELLS;
    if (states === undefined || sysUpTime < (cells[at + CELL.sysUpTime] ?? 0)) return true;
    return STATE_CELLS.some((cell, nth) => !Object.is(cells[at + cell], states[nth]));
  }

  private planOf(map: InterfaceMap, ports: readonly PolledPort[]): Plan {
    if (this.plan?.map === map && this.plan.ports === ports) return this.plan;
    const placed = ports.flatMap((port) => {
      const found = interfaceOf(map, port);
      return found === null ? [] : [[port, found.ifIndex] as const];
    });
    const ranges = rangesOf(map, new Set(placed.map(([, ifIndex]) => ifIndex)));
    this.plan = { map, ports, placed, ranges };
    return this.plan;
  }

  /** Null where the agent's table is not plain. */
  private async readSteady(
    map: InterfaceMap,
    ranges: readonly RowRange[],
    signal: AbortSignal,
  ): Promise<States | null> {
    if (this.steady === null || this.odd === map) return null;
    const time = await this.steady.read(LAYOUT, ranges, signal);
    if (time === null) {
      this.odd = map;
      return null;
    }
    const { cells, count } = this.steady.rows;
    const byIndex = new Map<number, readonly number[]>();
    for (let at = 0; at < count * CELLS; at += CELLS) {
      byIndex.set(
        cells[at + CELL.ifIndex] ?? NaN,
        STATE_CELLS.map((cell) => cells[at + cell] ?? NaN),
      );
    }
    return { sysUpTime: time.sysUpTime, byIndex };
  }

  private async read(ranges: readonly RowRange[], signal: AbortSignal): Promise<States> {
    const byIndex = new Map<number, readonly number[]>();
    let sysUpTime = Infinity;
    for (const range of ranges) {
      const { rows, time } = await this.tables.read(STATES, range, [], signal);
      sysUpTime = Math.min(sysUpTime, time.sysUpTime);
      for (const [index, { cells }] of rows) {
        byIndex.set(index, [
          optional(cells.ifOperStatus, integer) ?? NaN,
          optional(cells.ifAdminStatus, integer) ?? NaN,
          optional(cells.ifLastChange, unsigned32) ?? NaN,
        ]);
      }
    }
    return { sysUpTime, byIndex };
  }
}
