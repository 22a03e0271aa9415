import { Injectable } from '@nestjs/common';
import type { ImportKind } from '@linewatch/shared';
import { Database, type Transaction } from '../../database/database.js';

/** A file that was checked. Its text is kept until it is imported, or for a day. */
export interface ImportRun {
  readonly id: string;
  readonly kind: ImportKind;
  readonly name: string;
  readonly state: 'CHECKED' | 'DONE';
  readonly encoding: string;
  readonly userId: string;
  readonly totalRows: number;
  readonly creates: number;
  readonly known: number;
  readonly refused: number;
  /** Of everything that the dry run said. */
  readonly planHash: string;
  readonly content: string | null;
}

const COLUMNS = [
  'id',
  'kind',
  'name',
  'state',
  'encoding',
  'user_id',
  'checked_at',
  'total_rows',
  'creates',
  'known',
  'refused',
  'plan_hash',
  'content',
];

/** The only class that reads or writes `import_run`. A run is its maker's own: nobody else finds it. */
@Injectable()
export class ImportRunRepository {
  constructor(private readonly database: Database) {}

  async add(tx: Transaction, run: ImportRun, at: number): Promise<void> {
    await tx.insertMany(
      'import_run',
      COLUMNS,
      ['id'],
      [
        [
          ...[run.id, run.kind, run.name, run.state, run.encoding, run.userId, at],
          ...[run.totalRows, run.creates, run.known, run.refused, run.planHash, run.content],
        ],
      ],
    );
  }

  async find(userId: string, id: string): Promise<ImportRun | undefined> {
    const [run] = await this.database.read<ImportRun>(
      `SELECT id, kind, name, state, encoding, user_id AS userId, total_rows AS totalRows, creates, known, refused,
         plan_hash AS planHash, content
       FROM import_run WHERE id = ? AND user_id = ?`,
      [id, userId],
    );
    return run;
  }

  /** Takes a checked run for its commit. @returns false when somebody did already */
  async finish(tx: Transaction, id: string, at: number): Promise<boolean> {
    const done = await tx.execute(
      "UPDATE import_run SET state = 'DONE', done_at = ?, content = NULL WHERE id = ? AND state = 'CHECKED'",
      [at, id],
    );
    return done > 0;
  }

  /** Takes the row of the house's imports, so that two of them go one after the other. */
  async takeTurn(tx: Transaction): Promise<void> {
    await tx.insertMany('setting', ['name', 'value'], ['name'], [['import.turn', 'x']], 'update');
  }

  async forgetBefore(tx: Transaction, at: number): Promise<number> {
    return tx.execute("DELETE FROM import_run WHERE checked_at < ? AND state = 'CHECKED'", [at]);
  }
}
