import { Injectable } from '@nestjs/common';
import type { Shift, TicketContact, WorkGroup, WorkOrderState } from '@linewatch/shared';
import { v7 as uuidv7 } from 'uuid';
import { type Transaction } from '../../database/database.js';
import { scopeCondition } from '../../platform/auth/scope-predicate.js';
import type { Scope } from '../../platform/auth/scope.js';
import type { SqlReader } from './open-tickets.js';

/** What a work order hands on: contacts as they stood at that moment. */
export interface NewWorkOrder {
  readonly workGroup: WorkGroup;
  readonly shift: Shift | null;
  readonly instructions: string | null;
  readonly contacts: readonly TicketContact[];
}

export interface WorkOrderRow {
  readonly id: string;
  readonly ticketId: string;
  readonly ticketNumber: string;
  readonly customerId: string;
  readonly workGroup: WorkGroup;
  readonly shift: Shift | null;
  readonly state: WorkOrderState;
  readonly instructions: string | null;
  readonly contacts: string;
  readonly assigneeName: string | null;
  readonly createdAt: number | string;
  readonly acceptedAt: number | string | null;
  readonly doneAt: number | string | null;
  readonly version: number;
}

const SHOWN = 500;
const SELECT = `SELECT w.id AS id, w.ticket_id AS ticketId, t.number AS ticketNumber, t.customer_id AS customerId,
  w.work_group AS workGroup, w.shift AS shift, w.state AS state, w.instructions AS instructions,
  w.contacts AS contacts, u.name AS assigneeName, w.created_at AS createdAt, w.accepted_at AS acceptedAt,
  w.done_at AS doneAt, w.version AS version
  FROM work_order w JOIN ticket t ON t.id = w.ticket_id LEFT JOIN user_account u ON u.id = w.assignee_id`;

/** The only class that reads or writes the table `work_order`. */
@Injectable()
export class WorkOrderRepository {
  async add(tx: Transaction, ticketId: string, order: NewWorkOrder, now: number): Promise<void> {
    await tx.insertMany(
      'work_order',
      ['id', 'ticket_id', 'work_group', 'shift', 'state', 'instructions', 'contacts', 'created_at', 'version'],
      ['id'],
      [
        [
          ...[uuidv7(), ticketId, order.workGroup, order.shift, 'OPEN', order.instructions],
          ...[JSON.stringify(order.contacts), now, 1],
        ],
      ],
    );
  }

  /** Whoever accepts the ticket holds its open orders. */
  async acceptOf(tx: Transaction, ticketId: string, userId: string | null, now: number): Promise<void> {
    await tx.execute(
      `UPDATE work_order SET state = 'ACCEPTED', assignee_id = ?, accepted_at = ?, version = version + 1
       WHERE ticket_id = ? AND state = 'OPEN'`,
      [userId, now, ticketId],
    );
  }

  async endOf(tx: Transaction, ticketId: string, state: 'DONE' | 'CANCELLED', now: number): Promise<void> {
    await tx.execute(
      `UPDATE work_order SET state = ?, done_at = ?, version = version + 1
       WHERE ticket_id = ? AND state IN ('OPEN','ACCEPTED')`,
      [state, now, ticketId],
    );
  }

  ofTicket(reader: SqlReader, ticketId: string): Promise<WorkOrderRow[]> {
    return reader.query<WorkOrderRow>(`${SELECT} WHERE w.ticket_id = ? ORDER BY w.created_at, w.id`, [ticketId]);
  }

  /** Those that are not over, oldest first. */
  open(reader: SqlReader, scope: Scope, workGroup: WorkGroup | undefined): Promise<WorkOrderRow[]> {
    const mine = scopeCondition(scope, { customer: 't.customer_id', wholeCustomer: true });
    const ofGroup = workGroup === undefined ? '' : 'AND w.work_group = ?';
    return reader.query<WorkOrderRow>(
      `${SELECT} WHERE w.state IN ('OPEN','ACCEPTED') AND ${mine.sql} ${ofGroup} ORDER BY w.created_at, w.id LIMIT ?`,
      [...mine.values, ...(workGroup === undefined ? [] : [workGroup]), SHOWN],
    );
  }

  async find(reader: SqlReader, scope: Scope, id: string): Promise<WorkOrderRow | undefined> {
    const mine = scopeCondition(scope, { customer: 't.customer_id', wholeCustomer: true });
    const [row] = await reader.query<WorkOrderRow>(`${SELECT} WHERE w.id = ? AND ${mine.sql}`, [id, ...mine.values]);
    return row;
  }

  /** @returns whether it was still the version that was seen, and not over; if not, nothing is written */
  async change(
    tx: Transaction,
    { id, version }: { id: string; version: number },
    state: WorkOrderState,
    userId: string | null,
    now: number,
  ): Promise<boolean> {
    const at = state === 'ACCEPTED' ? 'accepted_at' : 'done_at';
    const changed = await tx.execute(
      `UPDATE work_order SET state = ?, assignee_id = COALESCE(assignee_id, ?), ${at} = ?, version = version + 1
       WHERE id = ? AND version = ? AND state IN ('OPEN','ACCEPTED')`,
      [state, userId, now, id, version],
    );
    return changed > 0;
  }
}
