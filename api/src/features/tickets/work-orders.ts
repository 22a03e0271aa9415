import { Injectable } from '@nestjs/common';
import { DomainError, type WorkOrderAct, type WorkOrderList, type WorkOrderQuery } from '@linewatch/shared';
import { Database } from '../../database/database.js';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import type { Scope } from '../../platform/auth/scope.js';
import { Clock } from '../../platform/clock/clock.js';
import { TicketDesk } from './ticket-desk.js';
import { toWorkOrder } from './ticket.mapper.js';
import type { Actor } from './ticket.rows.js';
import { WorkOrderRepository } from './work-order.repository.js';

const STATE_OF = { accept: 'ACCEPTED', done: 'DONE', cancel: 'CANCELLED' } as const;

/** Work orders of groups and shifts. */
@Injectable()
export class WorkOrders {
  constructor(
    private readonly database: Database,
    private readonly orders: WorkOrderRepository,
    private readonly desk: TicketDesk,
    private readonly clock: Clock,
    private readonly audit: AuditTrail,
  ) {}

  async list(scope: Scope, { workGroup }: WorkOrderQuery): Promise<WorkOrderList> {
    return { items: (await this.orders.open(this.database.reader, scope, workGroup)).map(toWorkOrder) };
  }

  /** @throws DomainError `work-order.not-found`, `edit.conflict` for the second of two */
  async act(scope: Scope, actor: Actor, id: string, { action, version, text }: WorkOrderAct): Promise<void> {
    const found = await this.orders.find(this.database.reader, scope, id);
    if (found === undefined) throw new DomainError('work-order.not-found', 'There is no such work order');
    await this.database.transaction(async (tx) => {
      const now = this.clock.now();
      const work = await this.desk.take(tx, found.ticketId, now);
      if (work === undefined) return;
      const state = STATE_OF[action];
      if (!(await this.orders.change(tx, { id, version }, state, actor.userId, now)))
        throw new DomainError('edit.conflict', 'Somebody else changed this meanwhile', { version: found.version });
      const change = { from: found.state, to: state, reason: text ?? null };
      work.events.push({ kind: 'ORDER', visibility: 'INTERNAL', actor, at: now, ...change });
      await this.desk.put(work);
      await this.audit.note(tx, {
        action: 'work-order.acted',
        customerId: found.customerId,
        object: { type: 'work-order', id, name: found.ticketNumber },
        after: { state },
      });
    });
  }
}
