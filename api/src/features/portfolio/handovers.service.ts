import { Injectable } from '@nestjs/common';
import { DomainError, HANDOVER_SHOWN, type HandoverList, type HandoverPack } from '@linewatch/shared';
import { v7 as uuidv7 } from 'uuid';
import { Database } from '../../database/database.js';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import type { Scope } from '../../platform/auth/scope.js';
import { Clock } from '../../platform/clock/clock.js';
import { NoticeBoard } from '../../platform/notices/notice-board.js';
import { CustomerManagers } from '../identity/index.js';
import { HandoverRepository } from './handover.repository.js';
import { PortfolioService } from './portfolio.service.js';

/** Gives customers from one account manager to another, with what the one before knew of them. */
@Injectable()
export class HandoversService {
  constructor(
    private readonly database: Database,
    private readonly portfolio: PortfolioService,
    private readonly handovers: HandoverRepository,
    private readonly managers: CustomerManagers,
    private readonly audit: AuditTrail,
    private readonly board: NoticeBoard,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `customer.not-found` */
  async list(scope: Scope, customerId: string): Promise<HandoverList> {
    await this.portfolio.requireCustomer(scope, customerId);
    return { items: await this.handovers.list(scope, customerId) };
  }

  /**
   * Puts one manager in charge of a customer. All before lose it with their sessions, and the customer is told.
   *
   * @throws DomainError `customer.not-found`; `user.not-found` for who is no account manager; `manager.unchanged` for
   * who is in charge alone already, as after a second press: nothing is kept, told or ended
   */
  async give(scope: Scope, customerId: string, userId: string): Promise<void> {
    const pack = await this.pack(scope, customerId);
    const ended = await this.database.transaction(async (tx) => {
      const now = this.clock.now();
      const to = await this.managers.find(tx, userId);
      if (to === undefined) throw new DomainError('user.not-found', 'There is no such account manager');
      const before = await this.managers.of(tx, customerId);
      if (before.length === 1 && before[0]?.id === userId) {
        throw new DomainError('manager.unchanged', 'This account manager is in charge of the customer already');
      }
      const id = uuidv7();
      const from = before.map(({ name }) => name);
      await this.handovers.keep(tx, { id, customerId, at: now, from, to: to.name, pack });
      await this.audit.note(tx, {
        action: 'manager.changed',
        customerId,
        object: { type: 'customer', id: customerId, name: pack.standing.code },
        before: { managers: from },
        after: { managers: [to.name] },
      });
      const notice = {
        ...({ kind: 'manager.changed', customerId, circuitIds: [], siteIds: [], severity: null } as const),
        object: { type: 'customer', id: customerId } as const,
        ...{ cause: `manager:${customerId}`, once: `manager:${id}`, facts: { name: to.name } },
      };
      await this.board.pin(tx, [notice], now);
      return this.managers.replace(tx, customerId, before, userId);
    });
    this.managers.tell(ended);
  }

  private async pack(scope: Scope, customerId: string): Promise<HandoverPack> {
    const { standing, endangered } = await this.portfolio.one(scope, customerId);
    const records = await this.handovers.records(scope, customerId);
    return { standing, endangered: endangered.slice(0, HANDOVER_SHOWN), ...records };
  }
}
