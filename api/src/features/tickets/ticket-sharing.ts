import { Injectable } from '@nestjs/common';
import { DomainError, type TicketSharing, type TicketSharingView } from '@linewatch/shared';
import { Database } from '../../database/database.js';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import type { Scope } from '../../platform/auth/scope.js';
import { TicketListRepository } from './ticket-list.repository.js';

/** How far a customer's viewers see its tickets; its own admins decide it. */
@Injectable()
export class TicketSharings {
  constructor(
    private readonly database: Database,
    private readonly list: TicketListRepository,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws DomainError `customer.not-found` for whoever is not one customer's */
  async of(scope: Scope): Promise<TicketSharingView> {
    const customerId = scope.kind === 'sites' ? scope.customerId : customerOf(scope);
    return { customerId, viewers: await this.list.sharingOf(customerId) };
  }

  /** What is of the whole customer is not for the admin of a branch to change. @throws DomainError `customer.not-found` */
  async change(scope: Scope, viewers: TicketSharing): Promise<TicketSharingView> {
    const customerId = customerOf(scope);
    const before = await this.list.sharingOf(customerId);
    await this.database.transaction(async (tx) => {
      const columns = ['customer_id', 'viewers'];
      await tx.insertMany('ticket_sharing', columns, ['customer_id'], [[customerId, viewers]], 'update');
      await this.audit.note(tx, {
        action: 'ticket.sharing-changed',
        customerId,
        object: { type: 'customer', id: customerId },
        before: { viewers: before },
        after: { viewers },
      });
    });
    return { customerId, viewers };
  }
}

function customerOf(scope: Scope): string {
  if (scope.kind !== 'customer') throw new DomainError('customer.not-found', 'There is no such customer');
  return scope.customerId;
}
