import { Injectable } from '@nestjs/common';
import {
  coveredMs,
  DomainError,
  type JudgementRequest,
  type OutageDetail,
  type OutagePage,
  type OutageQuery,
  type OutageView,
  type TimePiece,
  type Timeline,
  type TimelineQuery,
  TIME_STATES,
} from '@linewatch/shared';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { Database } from '../../database/database.js';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import type { Caller } from '../../platform/auth/policy.js';
import type { Scope } from '../../platform/auth/scope.js';
import { Clock } from '../../platform/clock/clock.js';
import { positionOf, readCursor, writeCursor } from '../../platform/listing/keyset.js';
import { breaksOfCircuit, checkRange } from '../telemetry/index.js';
import { readerOf, TicketCauses, type TicketReader } from '../tickets/index.js';
import { CircuitTimes } from './circuit-times.js';
import { OutageLedger } from './outage-ledger.js';
import { OUTAGE_ORDER, OutageRepository } from './outage.repository.js';
import { type OutageRow, toJudgement, toOutageView } from './outage-rows.js';

const PIECES_SHOWN = 2_000;
const PIECES_OF_OUTAGE = 500;

/** What people read of outages and of the time of circuits, and what the NOC says about an outage. */
@Injectable()
export class OutagesService {
  constructor(
    private readonly database: Database,
    private readonly outages: OutageRepository,
    private readonly ledger: OutageLedger,
    private readonly times: CircuitTimes,
    private readonly causes: TicketCauses,
    private readonly clock: Clock,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws DomainError `list.cursor-invalid` */
  list(reader: TicketReader, query: OutageQuery): Promise<OutagePage> {
    return this.page(reader, null, query);
  }

  /** @throws DomainError `circuit.not-found`, `list.cursor-invalid` */
  async ofCircuit(reader: TicketReader, circuitId: string, query: OutageQuery): Promise<OutagePage> {
    await this.requireCircuit(reader.scope, circuitId);
    return this.page(reader, circuitId, query);
  }

  /** @throws DomainError `outage.not-found` */
  async detail(scope: Scope, caller: Caller, id: string): Promise<OutageDetail> {
    const row = await this.find(scope, id);
    const isStaff = caller.kind === 'user' && !caller.role.startsWith('CUSTOMER_');
    const [judgements, pieces] = await Promise.all([this.outages.judgements(scope, id), this.piecesOf(row)]);
    const [view] = await this.viewsOf(readerOf(caller), [row]);
    if (view === undefined) throw new Error('one row makes one view');
    return {
      ...view,
      pieces: pieces.slice(0, PIECES_OF_OUTAGE),
      judgements: judgements.map((judgement) => toJudgement(judgement, isStaff)),
      withdrawn: row.withdrawnAt !== null,
      successorId: row.successorId,
    };
  }

  /**
   * Says why a line was down and who answers for it. What was said before stays readable.
   *
   * @throws DomainError `outage.not-found`, `edit.conflict` when somebody else said something meanwhile
   */
  async judge(scope: Scope, caller: Caller, id: string, request: JudgementRequest): Promise<OutageDetail> {
    const before = await this.find(scope, id);
    const { cause, responsibility, comment, revision } = request;
    const role = caller.kind === 'user' ? caller.role : 'COLLECTOR';
    const userId = caller.kind === 'user' ? caller.userId : null;
    await this.database.transaction(async (tx) => {
      const at = this.clock.now();
      const said = { id: uuidv7(), outageId: id, revision: revision + 1, at, cause, responsibility, comment };
      if (!(await this.outages.judge(tx, scope, { ...said, role, userId }))) {
        throw new DomainError('edit.conflict', 'Somebody else changed this meanwhile', { version: before.revision });
      }
      await this.ledger.tell(tx, [before]);
      await this.audit.note(tx, {
        action: 'outage.judged',
        customerId: before.customerId,
        object: { type: 'outage', id, name: before.circuitCode },
        before: { cause: before.cause, responsibility: before.responsibility, comment: before.comment },
        after: { cause, responsibility, comment },
      });
    });
    return this.detail(scope, caller, id);
  }

  /** @throws DomainError `circuit.not-found`, `chart.range-invalid` */
  async timeline(scope: Scope, circuitId: string, range: TimelineQuery): Promise<Timeline> {
    checkRange(range);
    await this.requireCircuit(scope, circuitId);
    const [found, breaks] = await Promise.all([
      this.times.between(this.database, [circuitId], range.from, range.to),
      breaksOfCircuit(this.database, scope, circuitId, range),
    ]);
    const pieces = found.get(circuitId) ?? [];
    return {
      circuitId,
      items: pieces.slice(-PIECES_SHOWN),
      truncated: pieces.length > PIECES_SHOWN,
      breaks,
      sums: sumsOf(pieces),
    };
  }

  private async page(reader: TicketReader, circuitId: string | null, query: OutageQuery): Promise<OutagePage> {
    const { limit, cursor, ...asked } = query;
    const question = { ...asked, circuitId };
    const position = readCursor(question, OUTAGE_ORDER, cursor);
    const rows = await this.outages.find(reader.scope, circuitId, query, position);
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    const hasMore = rows.length > limit && last !== undefined;
    return {
      items: await this.viewsOf(reader, shown),
      nextCursor: hasMore ? writeCursor(question, positionOf(last, OUTAGE_ORDER)) : null,
    };
  }

  /** A judgement of the NOC comes first: once there is one, what the ticket says is not repeated. */
  private async viewsOf(reader: TicketReader, rows: readonly OutageRow[]): Promise<OutageView[]> {
    const open = rows.filter(({ revision, cause }) => revision === 0 && cause === 'UNKNOWN');
    const asked = open.map(({ id, circuitId, fromAt, toAt }) => ({
      ...{ id, circuitId, from: Number(fromAt) },
      to: toAt === null ? null : Number(toAt),
    }));
    const causes = await this.causes.of(this.database.reader, reader, asked);
    return rows.map((row) => toOutageView(row, causes.get(row.id) ?? null));
  }

  private async piecesOf({ circuitId, fromAt, toAt, id, withdrawnAt }: OutageRow): Promise<readonly TimePiece[]> {
    if (withdrawnAt !== null) return [];
    const until = toAt === null ? this.clock.now() : Number(toAt);
    const times = await this.times.between(this.database, [circuitId], Number(fromAt), until);
    return (times.get(circuitId) ?? []).filter(({ outageId }) => outageId === id);
  }

  private async find(scope: Scope, id: string): Promise<OutageRow> {
    const row = isId(id) ? await this.outages.findOne(scope, id) : undefined;
    if (row === undefined) throw new DomainError('outage.not-found', 'There is no such outage');
    return row;
  }

  private async requireCircuit(scope: Scope, circuitId: string): Promise<void> {
    if (isId(circuitId) && (await this.outages.circuitExists(scope, circuitId))) return;
    throw new DomainError('circuit.not-found', 'There is no such circuit');
  }
}

function sumsOf(pieces: readonly TimePiece[]): Timeline['sums'] {
  const sums = TIME_STATES.map((state) => [state, coveredMs(pieces.filter((piece) => piece.state === state))]);
  return Object.fromEntries(sums) as Timeline['sums'];
}

/** MySQL takes a text with a space at its end for the same one. */
function isId(id: string): boolean {
  return z.uuid().safeParse(id).success;
}
