import { Injectable } from '@nestjs/common';
import { DomainError, type NoticeLadder, type NoticeLadderView } from '@linewatch/shared';
import { z } from 'zod';
import { Database } from '../../database/database.js';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import type { Scope } from '../../platform/auth/scope.js';
import { Clock } from '../../platform/clock/clock.js';
import { CustomerPeople, type PersonInReach } from '../identity/index.js';
import { LadderRepository } from './ladder.repository.js';
import { SmsGateway } from './ways/sms-gateway.js';

/** As long as nobody has set one: off, and ready to be switched on. */
const NONE: NoticeLadder = {
  ...{ isOn: false, leastSeverity: 'major', hours: null, timeZone: 'Asia/Shanghai', steps: [], version: null },
};

/** Whom a customer wants to be told next of what nobody acknowledges. */
@Injectable()
export class LadderService {
  constructor(
    private readonly database: Database,
    private readonly ladders: LadderRepository,
    private readonly people: CustomerPeople,
    private readonly gateway: SmsGateway,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `customer.not-found` */
  async view(scope: Scope, customerId: string): Promise<NoticeLadderView> {
    await this.requireCustomer(scope, customerId);
    const [ladder, people] = await Promise.all([this.ladders.of(customerId), this.peopleOf(customerId)]);
    const named = people.map(({ id, name }) => ({ id, name }));
    return { ...(ladder ?? NONE), people: named, canText: this.gateway.isThere };
  }

  /** @throws DomainError `customer.not-found`, `notice-ladder.person-unknown`, `edit.conflict` */
  async change(scope: Scope, customerId: string, ladder: NoticeLadder): Promise<NoticeLadderView> {
    await this.requireCustomer(scope, customerId);
    const known = new Set((await this.peopleOf(customerId)).map(({ id }) => id));
    if (ladder.steps.some(({ personIds }) => personIds.some((id) => !known.has(id)))) {
      throw new DomainError('notice-ladder.person-unknown', 'A step names somebody who is not of this customer');
    }
    const before = await this.ladders.of(customerId);
    await this.database.transaction(async (tx) => {
      if (!(await this.ladders.replace(tx, customerId, ladder, this.clock.now()))) {
        throw new DomainError('edit.conflict', 'Somebody else changed this meanwhile');
      }
      await this.audit.note(tx, {
        action: 'notice-ladder.changed',
        customerId,
        object: { type: 'notice-ladder', id: customerId },
        ...(before !== undefined && { before: told(before) }),
        after: told(ladder),
      });
    });
    return this.view(scope, customerId);
  }

  private async requireCustomer(scope: Scope, customerId: string): Promise<void> {
    if (z.uuid().safeParse(customerId).success && (await this.ladders.reaches(scope, customerId))) return;
    throw new DomainError('customer.not-found', 'There is no such customer');
  }

  /** Its own people; those of the operator are nobody's contacts. */
  private async peopleOf(customerId: string): Promise<PersonInReach[]> {
    return (await this.people.of(customerId)).filter(({ isStaff }) => !isStaff);
  }
}

function told({ isOn, leastSeverity, hours, steps }: NoticeLadder): Readonly<Record<string, unknown>> {
  const words = steps.map(({ afterMinutes, personIds, ways }) => {
    return `${String(afterMinutes)} min · ${personIds.join(', ')} · ${ways.join('+')}`;
  });
  return { isOn, leastSeverity, hours, steps: words };
}
