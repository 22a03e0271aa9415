import type { Clock } from '../clock/clock.js';
import { type CellLayout, type CellRows, type RowReader, type RowsRequest, SnmpTooBig } from '../snmp/snmp-client.js';
import { CELL, CELLS, USUALLY_WIDE } from './port-cells.js';
import { steadyRows } from './steady-layout.js';
import type { AnswerTime, RowRange } from './table-range.js';

/** Recommended size of an SNMP message over UDP and Ethernet (RFC 3417 section 3.2). */
const MESSAGE_OCTETS = 1_472;
const SCALAR_OCTETS = 20;
/** A guess for the first message to a device. */
const FIRST_ROW_OCTETS = 300;
/** No device has so many interfaces. */
const MOST_ROWS = 20_000;

/** How far the reading of a device's ranges has come. */
interface Course {
  readonly layout: CellLayout;
  readonly ranges: readonly RowRange[];
  /** The range that is read, by its place. */
  at: number;
  /** The index after which the next message begins, and how many rows of the range it leaves at least. */
  after: number;
  left: number;
  /** Rows that there were before the message that is under way, and how many it asks for. */
  from: number;
  wanted: number;
  /** Of the first message; null until it came. */
  head: AnswerTime | null;
  isPlain: boolean;
}

/** Reads the rows of one device that are known to be there, straight into numbers. */
export class SteadyReader {
  readonly rows: CellRows;
  private rowOctets = FIRST_ROW_OCTETS;

  /** @param most rows that one message may ask for */
  constructor(
    private readonly agent: RowReader,
    private most: number,
    private readonly clock: Clock,
    ports: number,
  ) {
    this.rows = steadyRows(ports);
  }

  /**
   * Reads all ranges anew. Every message brings sysUpTime, so that each counter has the agent's time of its own message.
   *
   * @returns the time of the first message with its scalars in `rows.scalars`; null when this agent's table is not plain
   * @throws SnmpFault
   */
  async read(layout: CellLayout, ranges: readonly RowRange[], signal: AbortSignal): Promise<AnswerTime | null> {
    const { rows, agent } = this;
    rows.count = 0;
    const course: Course = {
      ...{ layout, ranges, at: -1, after: Infinity, left: 0, from: 0, wanted: 0, head: null, isPlain: true },
    };
    const further = (): RowsRequest | null => this.taken(course);
    let request = this.next(course);
    while (request !== null) {
      try {
        if (!(await agent.readRows(request, rows, signal, further))) return null;
        request = null;
      } catch (error) {
        if (!(error instanceof SnmpTooBig)) throw error;
        if (course.wanted === 1) return null;
        this.most = Math.floor(course.wanted / 2);
        request = this.next(course);
      }
    }
    return course.isPlain ? course.head : null;
  }

  /** What is asked next: of the range that is read as long as that is not through; null when all are. */
  private next(course: Course): RowsRequest | null {
    const { layout, ranges } = course;
    while (course.after >= (ranges[course.at]?.last ?? -Infinity)) {
      course.at += 1;
      const range = ranges[course.at];
      if (range === undefined) return null;
      course.after = range.first - 1;
      course.left = range.rows;
    }
    const withScalars = course.head === null;
    course.from = this.rows.count;
    course.wanted = this.wanted(Math.max(1, course.left), withScalars ? layout.scalars.length : 1);
    return { layout, after: course.after, rows: course.wanted, withScalars };
  }

  /** Takes note of a message. @returns what is asked next */
  private taken(course: Course): RowsRequest | null {
    const { rows } = this;
    const got = rows.count - course.from;
    // An agent that gives no row at all, or no end of them, is for the general way.
    course.isPlain = got > 0 && rows.count <= MOST_ROWS;
    if (!course.isPlain) return null;
    this.rowOctets = Math.max(rows.octets / got, this.rowOctets / 2);
    const upTime = rows.scalars[0] ?? NaN;
    const time = { takenAt: this.clock.now(), monotonicAt: this.clock.monotonic(), sysUpTime: upTime };
    course.head ??= time;
    this.stamp(course.from, time);
    course.left -= got;
    course.after = rows.cells[(rows.count - 1) * CELLS + CELL.ifIndex] ?? Infinity;
    return this.next(course);
  }

  /** As many rows as fit into a message, in messages of about the same size. */
  private wanted(left: number, scalars: number): number {
    const fitting = Math.floor((MESSAGE_OCTETS - this.agent.envelopeOctets - scalars * SCALAR_OCTETS) / this.rowOctets);
    const most = Math.max(1, Math.min(fitting, this.most));
    return Math.ceil(left / Math.ceil(left / most));
  }

  private stamp(from: number, { takenAt, monotonicAt, sysUpTime }: AnswerTime): void {
    const { cells, count } = this.rows;
    for (let row = from; row < count; row += 1) {
      const at = row * CELLS;
      cells[at + CELL.takenAt] = takenAt;
      cells[at + CELL.monotonicAt] = monotonicAt;
      cells[at + CELL.sysUpTime] = sysUpTime;
      cells[at + CELL.wide] = USUALLY_WIDE;
    }
  }
}
