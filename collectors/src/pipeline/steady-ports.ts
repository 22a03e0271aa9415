import { type PolledPort, portSpeedBps } from '@linewatch/shared';
import type { Clock } from '../clock/clock.js';
import { isException, text, unsigned32 } from '../mibs/smi.js';
import type { RawInterface } from '../mibs/if-mib.js';
import type { CellLayout, RowReader } from '../snmp/snmp-client.js';
import type { GroupPackets } from './group-packets.js';
import { interfaceOf, type InterfaceMap, isAliasOf, rangesOf } from './interface-map.js';
import { CELL, CELLS } from './port-cells.js';
import type { PortFacts } from './port-reading.js';
import { noteTail } from './resume-note.js';
import { MARKS, steadyLayout } from './steady-layout.js';
import { SteadyReader } from './steady-reader.js';
import type { AnswerTime, InterfaceTables, RowRange } from './table-range.js';

/** What is read of a port now and then: it changes by hand or with the cable. */
export interface SlowFacts {
  readonly ifAlias: string;
  /** bit/s by P-SPEED, null when unknown. */
  readonly speedBps: number | null;
}

/** A port and where its cells begin. */
export interface SteadyPort extends PortFacts {
  readonly port: PolledPort;
}

/** What tells that the table may have been numbered anew. */
interface Marks {
  readonly sysUpTime: number;
  readonly engineBoots: number | null;
  readonly ifNumber: number | null;
  readonly ifTableLastChange: number | null;
}

/** What one quick poll read. */
export interface SteadyRead {
  readonly time: AnswerTime;
  readonly marks: Marks;
  readonly cells: Float64Array;
  readonly ports: readonly SteadyPort[];
}

interface Placed {
  readonly port: PolledPort;
  readonly ifIndex: number;
}

/** Everything about the ports of a device that is the same in every poll. */
interface Plan {
  readonly map: InterfaceMap;
  readonly layout: CellLayout;
  /** Where in `rows.scalars` each of `MARKS` is, or -1. */
  readonly markAt: readonly number[];
  readonly ports: readonly PolledPort[];
  /** By index, ascending; null: this way does not suit the device. */
  readonly placed: readonly Placed[] | null;
  readonly ranges: readonly RowRange[];
}

const SLOW_COLUMNS = ['ifAlias', 'ifSpeed', 'ifHighSpeed'] as const;
/** Aliases are edited and speeds set without anything else moving. */
const SLOW_EVERY_MS = 300_000;

/**
 * The ports of one device by the quick way: one message after another of numbers, names compared octet by octet. Alias
 * and exact speed are read again when a port of the device changed its state or speed, when a link came or went in
 * between, and every few minutes.
 */
export class SteadyPorts {
  private readonly reader: SteadyReader;
  private plan: Plan | null = null;
  private unsuitable: InterfaceMap | null = null;
  private slow: ReadonlyMap<number, SlowFacts> = new Map();
  private slowMap: InterfaceMap | null = null;
  private slowAt = -Infinity;
  /** Time of the last change, state and speed, by row: what a link that came or went changes. */
  private states: number[] = [];
  private ports: SteadyPort[] = [];

  constructor(
    agent: RowReader,
    private readonly tables: InterfaceTables,
    maxRepetitions: number,
    private readonly clock: Clock,
    private readonly groups: GroupPackets | null = null,
  ) {
    this.reader = new SteadyReader(agent, maxRepetitions, clock, 0);
  }

  /**
   * @returns null when the device has to be read by the general way: a port is missing, has another name or 32-bit
   *   counters, or the table is not plain
   * @throws SnmpFault, SmiError
   */
  async read(
    map: InterfaceMap & { readonly marks: Marks },
    ports: readonly PolledPort[],
    signal: AbortSignal,
  ): Promise<SteadyRead | null> {
    if (this.unsuitable === map) return null;
    const { placed, ranges, layout, markAt } = this.planOf(map, ports);
    if (placed === null) return null;
    const time = await this.reader.read(layout, ranges, signal);
    if (time === null) {
      this.unsuitable = map;
      return null;
    }
    const { cells, count, scalars } = this.reader.rows;
    const isAsBefore = this.isAsBefore(placed);
    if (!isAsBefore && this.rowsOf(placed) === null) return null;
    if (this.groups && !(await this.groups.addTo(this.reader.rows, ranges, signal))) {
      this.unsuitable = map;
      return null;
    }
    const isSlowDue = this.isSlowDue(map, cells, count);
    if (isSlowDue) await this.readSlow(map, ranges, signal);
    const answered = isAsBefore && !isSlowDue ? this.ports : this.answer(placed);
    if (answered === null) return null;
    const [boots = -1, ifNumber = -1, lastChange = -1] = markAt;
    const marks = {
      sysUpTime: time.sysUpTime,
      engineBoots: scalars[boots] ?? null,
      ifNumber: scalars[ifNumber] ?? null,
      ifTableLastChange: scalars[lastChange] ?? null,
    };
    return { time, marks, cells, ports: answered };
  }

  private planOf(map: InterfaceMap & { readonly marks: Marks }, ports: readonly PolledPort[]): Plan {
    if (this.plan?.map === map && this.plan.ports === ports) return this.plan;
    const found = ports.map((port) => ({ port, mapped: interfaceOf(map, port) }));
    const placed = found.flatMap(({ port, mapped }) =>
      mapped?.hasWideCounters ? [{ port, ifIndex: mapped.ifIndex }] : [],
    );
    const isSuitable = map.nameColumn === 'ifName' && ports.length > 0 && placed.length === ports.length;
    placed.sort((left, right) => left.ifIndex - right.ifIndex);
    const ranges = isSuitable ? rangesOf(map, new Set(placed.map(({ ifIndex }) => ifIndex))) : [];
    const { engineBoots, ifNumber, ifTableLastChange } = map.marks;
    const asked = MARKS.filter((_, at) => [engineBoots, ifNumber, ifTableLastChange][at] !== null);
    const markAt = MARKS.map((mark) => (asked.includes(mark) ? 1 + asked.indexOf(mark) : -1));
    this.plan = { map, layout: steadyLayout(asked), markAt, ports, placed: isSuitable ? placed : null, ranges };
    this.ports = [];
    return this.plan;
  }

  /** Whether each port is in the row that it was in before, under its name. */
  private isAsBefore(placed: readonly Placed[]): boolean {
    const { ports } = this;
    const { cells, count, texts } = this.reader.rows;
    if (ports.length !== placed.length) return false;
    for (let place = 0; place < ports.length; place += 1) {
      const at = ports[place]?.at ?? NaN;
      const row = at / CELLS;
      const wanted = placed[place];
      if (wanted === undefined || !(row < count)) return false;
      if (cells[at + CELL.ifIndex] !== wanted.ifIndex || texts[row] !== wanted.port.ifName) return false;
    }
    return true;
  }

  /** The row of each port, or null when one is missing or has another name. */
  private rowsOf(placed: readonly Placed[]): readonly number[] | null {
    const { cells, count, texts } = this.reader.rows;
    const rows: number[] = [];
    let row = 0;
    for (const { ifIndex, port } of placed) {
      while (row < count && (cells[row * CELLS + CELL.ifIndex] ?? Infinity) < ifIndex) row += 1;
      if (row >= count || cells[row * CELLS + CELL.ifIndex] !== ifIndex || texts[row] !== port.ifName) return null;
      rows.push(row);
    }
    return rows;
  }

  /** Whether alias and speed may be others than those at hand; notes the states on the way. */
  private isSlowDue(map: InterfaceMap, cells: Float64Array, count: number): boolean {
    let isDue = this.slowMap !== map || this.clock.monotonic() - this.slowAt >= SLOW_EVERY_MS;
    const { states } = this;
    for (let row = 0; row < count; row += 1) {
      const at = row * CELLS;
      const lastChange = cells[at + CELL.lastChange] ?? 0;
      const status = (cells[at + CELL.operStatus] ?? 0) * 8 + (cells[at + CELL.adminStatus] ?? 0);
      const speed = cells[at + CELL.highSpeed] ?? 0;
      const place = 3 * row;
      if (states[place] !== lastChange || states[place + 1] !== status || states[place + 2] !== speed) isDue = true;
      states[place] = lastChange;
      states[place + 1] = status;
      states[place + 2] = speed;
    }
    return isDue;
  }

  private async readSlow(map: InterfaceMap, ranges: readonly RowRange[], signal: AbortSignal): Promise<void> {
    const facts = new Map<number, SlowFacts>();
    for (const range of ranges) {
      const { rows } = await this.tables.read(SLOW_COLUMNS, range, [], signal);
      for (const [ifIndex, { cells }] of rows) facts.set(ifIndex, slowFacts(cells));
    }
    this.slow = facts;
    this.slowMap = map;
    this.slowAt = this.clock.monotonic();
    this.ports = [];
  }

  /** Null when a port is missing, has another name, or carries another line's alias. */
  private answer(placed: readonly Placed[]): readonly SteadyPort[] | null {
    const rows = this.rowsOf(placed);
    if (rows === null) return null;
    const ports: SteadyPort[] = [];
    for (const [place, { port, ifIndex }] of placed.entries()) {
      const facts = this.slow.get(ifIndex) ?? { ifAlias: '', speedBps: null };
      if (!isAliasOf(facts.ifAlias, port.ifAlias)) return null;
      const { ifName } = port;
      const at = (rows[place] ?? 0) * CELLS;
      ports.push({ ...facts, port, at, ifName, tail: noteTail(ifName, facts.ifAlias) });
    }
    this.ports = ports;
    return ports;
  }
}

function slowFacts({ ifAlias, ifSpeed, ifHighSpeed }: RawInterface): SlowFacts {
  const speed = (cell: typeof ifSpeed): number | null => (cell && !isException(cell) ? unsigned32(cell) : null);
  return {
    ifAlias: ifAlias && !isException(ifAlias) ? text(ifAlias) : '',
    speedBps: portSpeedBps(speed(ifSpeed), speed(ifHighSpeed)),
  };
}
