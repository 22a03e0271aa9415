import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  DomainError,
  IMPORT_PROBLEMS_LISTED,
  type ImportKind,
  type ImportUpload,
  type ImportView,
} from '@linewatch/shared';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { Database, type Transaction } from '../../database/database.js';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import type { Caller } from '../../platform/auth/policy.js';
import { Clock } from '../../platform/clock/clock.js';
import { decodeText } from './decode-text.js';
import { HouseIndexReader } from './house-index.js';
import { createsOf, type ImportPlan } from './import-plan.js';
import { type ImportRun, ImportRunRepository } from './import-run.repository.js';
import { ImportWriter } from './import-writer.js';
import { makePlan } from './make-plan.js';
import { readRows, UnreadableFile } from './read-rows.js';

type Person = Extract<Caller, { kind: 'user' }>;

/**
 * Imports in two steps: a dry run says what a file comes to, and its commit does exactly that or nothing. Good rows are
 * taken and bad ones listed; what is there already is left as it is, so that a second run makes nothing.
 */
@Injectable()
export class ImportsService {
  constructor(
    private readonly database: Database,
    private readonly house: HouseIndexReader,
    private readonly runs: ImportRunRepository,
    private readonly writer: ImportWriter,
    private readonly clock: Clock,
    private readonly audit: AuditTrail,
  ) {}

  /** The dry run. @throws DomainError `import.unreadable`, with the reason and the line, for a file that is no table */
  async check(person: Person, { kind, name }: ImportUpload, bytes: Buffer): Promise<ImportView> {
    const decoded = decodeText(bytes);
    if ('problem' in decoded) throw unreadable(new UnreadableFile(decoded.problem, 0));
    const plan = await this.plan(this.database, kind, decoded.text);
    const run: ImportRun = {
      id: uuidv7(),
      kind,
      name,
      state: 'CHECKED',
      encoding: decoded.encoding,
      userId: person.userId,
      totalRows: plan.rows,
      creates: createsOf(plan),
      known: plan.known,
      refused: plan.refused,
      planHash: hashOf(plan),
      content: decoded.text,
    };
    await this.database.transaction((tx) => this.runs.add(tx, run, this.clock.now()));
    return toView(run, plan);
  }

  /**
   * Does what the dry run said.
   *
   * @throws DomainError `import.not-found`; `import.outdated` when the house has changed so that the file would now come
   *   to something else: nothing is done then
   */
  async commit(person: Person, id: string): Promise<ImportView> {
    const run = z.uuid().safeParse(id).success ? await this.runs.find(person.userId, id) : undefined;
    if (run === undefined) throw new DomainError('import.not-found', 'There is no such import');
    if (run.state === 'DONE' || run.content === null) return toView(run, NO_PROBLEMS);
    const { content } = run;
    return this.database.transaction(async (tx) => {
      await this.runs.takeTurn(tx);
      const at = this.clock.now();
      if (!(await this.runs.finish(tx, id, at))) return toView({ ...run, state: 'DONE' }, NO_PROBLEMS);
      const plan = await this.plan(tx, run.kind, content);
      if (hashOf(plan) !== run.planHash) {
        throw new DomainError('import.outdated', 'The house has changed since the file was checked');
      }
      await this.writer.write(tx, plan, { userId: person.userId, role: person.role, at });
      await this.noteDone(tx, run);
      return toView({ ...run, state: 'DONE' }, plan);
    });
  }

  private async plan(source: Database | Transaction, kind: ImportKind, text: string): Promise<ImportPlan> {
    try {
      const table = await readRows(kind, text);
      return makePlan(kind, table, await this.house.read(source, kind));
    } catch (error) {
      throw error instanceof UnreadableFile ? unreadable(error) : error;
    }
  }

  private noteDone(tx: Transaction, { id, kind, name, creates, known, refused }: ImportRun): Promise<void> {
    return this.audit.note(tx, {
      action: 'import.done',
      customerId: null,
      object: { type: 'import', id, name },
      after: { kind, created: creates, known, refused },
    });
  }
}

const NO_PROBLEMS = { problems: [] };

function toView(run: ImportRun, { problems }: Pick<ImportPlan, 'problems'>): ImportView {
  const { id, kind, name, state, encoding, totalRows, creates, known, refused } = run;
  const listed = problems.slice(0, IMPORT_PROBLEMS_LISTED);
  return { id, kind, name, state, encoding, rows: totalRows, create: creates, known, refused, problems: listed };
}

function hashOf(plan: ImportPlan): string {
  return createHash('sha256').update(JSON.stringify(plan)).digest('hex');
}

function unreadable({ problem, line, column }: UnreadableFile): DomainError {
  return new DomainError('import.unreadable', 'The file cannot be read as a table', { problem, line, column });
}
