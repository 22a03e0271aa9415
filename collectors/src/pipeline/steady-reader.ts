import type { Clock } from '../clock/clock.js';
import { type CellLayout, type CellRows, type RowReader, SnmpTooBig } from '../snmp/snmp-client.js';
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
    const { rows } = this;
    rows.count = 0;
    let head: AnswerTime | null = null;
    for (const range of ranges) {
      let [after, left] = [range.first - 1, range.rows];
      while (after < range.last) {
        const from = rows.count;
        const isPlain = await this.ask(layout, after, Math.max(1, left), head === null, signal);
        if (!isPlain || rows.count > MOST_ROWS) return null;
        const upTime = rows.scalars[0] ?? NaN;
        const time = { takenAt: this.clock.now(), monotonicAt: this.clock.monotonic(), sysUpTime: upTime };
        head ??= time;
        this.stamp(from, time);
        left -= rows.count - from;
        after = rows.cells[(rows.count - 1) * CELLS + CELL.ifIndex] ?? Infinity;
      }
    }
    return head;
  }

  /** @returns false also when the agent gives no row at all */
  private async ask(
    layout: CellLayout,
    after: number,
    left: number,
    withScalars: boolean,
    signal: AbortSignal,
  ): Promise<boolean> {
    const { rows } = this;
    for (;;) {
      const before = rows.count;
      const wanted = this.wanted(left, withScalars ? layout.scalars.length : 1);
      try {
        const isPlain = await this.agent.readRows({ layout, after, rows: wanted, withScalars }, rows, signal);
        const got = rows.count - before;
        if (!isPlain || got === 0) return false;
        this.rowOctets = Math.max(rows.octets / got, this.rowOctets / 2);
        return true;
      } catch (error) {
        if (!(error instanceof SnmpTooBig)) throw error;
        if (wanted === 1) return false;
        this.most = Math.floor(wanted / 2);
      }
    }
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
