import { Injectable } from '@nestjs/common';
import type { DutyLevel, DutyList, WorkGroup } from '@linewatch/shared';
import type { Transaction } from '../../../database/database.js';
import { inChunks } from '../in-chunks.js';

interface Row {
  readonly work_group: WorkGroup;
  readonly levels_json: string;
  readonly version: number | string;
}

/** A transaction, or what reads outside of one. */
type Reader = Pick<Transaction, 'query'>;
export type DutyLists = ReadonlyMap<WorkGroup, DutyList>;

/** The only class that reads or writes the table `duty_list`: whom work groups call. Reads the group of a `ticket`. */
@Injectable()
export class DutyListRepository {
  async all(reader: Reader): Promise<DutyLists> {
    const rows = await reader.query<Row>('SELECT work_group, levels_json, version FROM duty_list');
    return new Map(
      rows.map(({ work_group: group, levels_json: levels, version }) => [
        group,
        { levels: JSON.parse(levels) as DutyLevel[], version: Number(version) },
      ]),
    );
  }

  /** The groups that hold tickets, by the tickets' ids; none of those that nobody has dispatched. */
  async groupsOf(reader: Reader, ticketIds: readonly string[]): Promise<ReadonlyMap<string, WorkGroup>> {
    const rows = await inChunks(ticketIds, (some, marks) =>
      reader.query<{ id: string; work_group: WorkGroup }>(
        `SELECT id, work_group FROM ticket WHERE work_group IS NOT NULL AND id IN (${marks})`,
        some,
      ),
    );
    return new Map(rows.map(({ id, work_group: group }) => [id, group]));
  }

  /**
   * Puts a list in the place of that of a version; null stands for none.
   *
   * @returns false when there is another by now
   */
  async replace(tx: Transaction, group: WorkGroup, { levels, version }: DutyList, now: number): Promise<boolean> {
    const text = JSON.stringify(levels);
    if (version === null) {
      const columns = ['work_group', 'levels_json', 'version', 'changed_at'];
      return (await tx.insertMany('duty_list', columns, ['work_group'], [[group, text, 1, now]], 'ignore')) === 1;
    }
    const changed = await tx.execute(
      'UPDATE duty_list SET levels_json = ?, version = version + 1, changed_at = ? WHERE work_group = ? AND version = ?',
      [text, now, group, version],
    );
    return changed === 1;
  }
}
