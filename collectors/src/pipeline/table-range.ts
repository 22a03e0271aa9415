import type { Clock } from '../clock/clock.js';
import { IF_COLUMNS, type IfColumn, type RawInterface } from '../mibs/if-mib.js';
import { compareOids, indexBelow } from '../mibs/oid.js';
import { isException, type RawValue, unsigned32 } from '../mibs/smi.js';
import { SYS_UP_TIME } from '../mibs/snmpv2-mib.js';
import { type BulkAnswer, type SnmpClient, SnmpFault, SnmpTooBig, type Varbind } from '../snmp/snmp-client.js';
import { MessageLimits } from './message-limits.js';

/** When a message was answered, by the collector and by the agent. */
export interface AnswerTime {
  /** ms since the epoch. */
  readonly takenAt: number;
  /** ms of the monotonic clock. */
  readonly monotonicAt: number;
  /** Hundredths of a second, from the same message. */
  readonly sysUpTime: number;
}

/** One row of the interface tables, with the time of the message that held its first columns. */
export interface TableRow {
  readonly time: AnswerTime;
  readonly cells: RawInterface;
}

/** Rows to read: indexes `first` to `last`, of which there are `rows` (Infinity when not known). */
export interface RowRange {
  readonly first: number;
  readonly last: number;
  readonly rows: number;
}

export const WHOLE_TABLE: RowRange = { first: 0, last: Infinity, rows: Infinity };

/** What a range read gave. `scalars` holds the values by the OID asked for; absent ones are missing. */
export interface RangeAnswer {
  readonly rows: ReadonlyMap<number, TableRow>;
  readonly scalars: ReadonlyMap<string, RawValue>;
  readonly time: AnswerTime;
}

interface Answered {
  readonly time: AnswerTime;
  readonly scalars: ReadonlyMap<string, RawValue>;
  readonly columns: BulkAnswer['columns'];
}

/** The cells of one column in one answer, and the index up to which they are complete (Infinity: the column ended). */
interface ColumnPart {
  readonly column: IfColumn;
  readonly cells: readonly (readonly [index: number, value: RawValue])[];
  readonly reached: number;
}

/** No device has so many interfaces; an agent that goes on beyond has no end. */
const MAX_ROWS = 20_000;

/**
 * Reads columns of the interface tables of one device together, row range by row range.
 *
 * Every message asks sysUpTime with the rows, so that each counter has the agent's time of its own message. An answer
 * that the agent cut is continued from its last complete row; one that is too big is asked again in halves.
 */
export class InterfaceTables {
  private readonly limits: MessageLimits;

  constructor(
    private readonly agent: SnmpClient,
    maxRepetitions: number,
    private readonly clock: Clock,
  ) {
    this.limits = new MessageLimits(maxRepetitions);
  }

  /**
   * @param columns to read, those that belong with sysUpTime first
   * @param range which rows
   * @param scalars further ones for the first message, without their `.0`
   * @throws SnmpFault `MALFORMED` when the agent goes backwards, repeats itself or does not end; `OTHER_OID` when it
   *   gives no sysUpTime; `REFUSED` when even one column of one row is too big
   * @throws SmiError when sysUpTime is not TimeTicks
   */
  async read(
    columns: readonly IfColumn[],
    range: RowRange,
    scalars: readonly string[],
    signal: AbortSignal,
  ): Promise<RangeAnswer> {
    for (;;) {
      try {
        return await this.readOnce(columns, range, scalars, signal);
      } catch (error) {
        if (!(error instanceof SnmpTooBig) || !this.limits.shrink(columns.length)) throw error;
      }
    }
  }

  private async readOnce(
    columns: readonly IfColumn[],
    range: RowRange,
    scalars: readonly string[],
    signal: AbortSignal,
  ): Promise<RangeAnswer> {
    const rows = new Map<number, TableRow>();
    let first: Answered | undefined;
    for (const group of this.limits.groups(columns)) {
      let after = range.first - 1;
      while (after < range.last) {
        const repetitions = this.limits.repetitions(group.length / columns.length, scalars.length, range.rows);
        const answered = await this.ask(group, after, first ? [] : scalars, repetitions, signal);
        first ??= answered;
        this.limits.measure(answered.columns, group.length / columns.length);
        const parts = group.map((column, at) => columnPart(column, after, answered.columns[at] ?? []));
        const reached = Math.min(...parts.map((part) => part.reached));
        if (reached <= after) throw new SnmpTooBig();
        takeRows(parts, reached, answered.time, rows);
        if (rows.size > MAX_ROWS) throw new SnmpFault('MALFORMED', 'The interface table of the agent does not end');
        after = reached;
      }
    }
    if (first === undefined) throw new SnmpFault('INTERNAL', 'No column was asked for');
    return { rows, scalars: first.scalars, time: first.time };
  }

  private async ask(
    columns: readonly IfColumn[],
    after: number,
    scalars: readonly string[],
    maxRepetitions: number,
    signal: AbortSignal,
  ): Promise<Answered> {
    const asked = [SYS_UP_TIME, ...scalars];
    const answer = await this.agent.getBulk(
      { scalars: asked, columns: columns.map((column) => startOf(column, after)), maxRepetitions },
      signal,
    );
    const takenAt = this.clock.now();
    const monotonicAt = this.clock.monotonic();
    // Non-repeaters are asked as GETNEXT: an agent without the object gives the one that follows it.
    const found = asked.flatMap((oid, at): [string, RawValue][] => {
      const varbind = answer.scalars[at];
      return varbind?.oid === `${oid}.0` && !isException(varbind) ? [[oid, varbind]] : [];
    });
    const values = new Map(found);
    const upTime = values.get(SYS_UP_TIME);
    if (upTime === undefined) throw new SnmpFault('OTHER_OID', 'The agent did not give its sysUpTime');
    return {
      time: { takenAt, monotonicAt, sysUpTime: unsigned32(upTime) },
      scalars: values,
      columns: answer.columns,
    };
  }
}

/** The OID that the first wanted instance of a column follows. */
function startOf(column: IfColumn, after: number): string {
  return after < 0 ? IF_COLUMNS[column] : `${IF_COLUMNS[column]}.${String(after)}`;
}

/** @throws SnmpFault `MALFORMED` when an OID does not follow the one before it */
function columnPart(column: IfColumn, after: number, varbinds: readonly Varbind[]): ColumnPart {
  const cells: [number, RawValue][] = [];
  let previous = startOf(column, after);
  let reached = after;
  for (const varbind of varbinds) {
    if (isException(varbind)) return { column, cells, reached: Infinity };
    if (compareOids(varbind.oid, previous) <= 0) {
      throw new SnmpFault('MALFORMED', 'The agent’s answers do not advance');
    }
    const index = indexBelow(varbind.oid, IF_COLUMNS[column]);
    if (index === null) return { column, cells, reached: Infinity };
    cells.push([index, varbind]);
    previous = varbind.oid;
    reached = index;
  }
  return { column, cells, reached };
}

/** Adds the cells of complete rows; what lies beyond `reached` is asked again. */
function takeRows(parts: readonly ColumnPart[], reached: number, time: AnswerTime, rows: Map<number, TableRow>): void {
  for (const { column, cells } of parts) {
    for (const [index, value] of cells) {
      if (index > reached) break;
      const row = rows.get(index);
      rows.set(index, { time: row?.time ?? time, cells: { ...row?.cells, [column]: value } });
    }
  }
}
