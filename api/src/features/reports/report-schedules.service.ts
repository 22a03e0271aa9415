import { Injectable } from '@nestjs/common';
import {
  DomainError,
  type ReportDeliveries,
  type ReportRecipient,
  type ReportRecipients,
  type ReportScheduleChange,
  type ReportScheduleForm,
  type ReportSchedules,
  type Saved,
} from '@linewatch/shared';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { Database, type Transaction } from '../../database/database.js';
import { type AuditNote, AuditTrail } from '../../platform/audit/audit-trail.js';
import type { Scope } from '../../platform/auth/scope.js';
import type { UserCaller } from '../../platform/auth/session-lookup.js';
import { Clock } from '../../platform/clock/clock.js';
import { InvalidRequest } from '../../platform/errors/invalid-request.js';
import { CustomerPeople } from '../identity/index.js';
import { mayReceive } from './report-dispatch.js';
import { ReportDeliveryRepository } from './report-delivery.repository.js';
import { ReportFactsRepository } from './report-facts.repository.js';
import { firstToSend, sendingTime } from './report-periods.js';
import { toDelivery, toSchedule } from './report-schedule.mapper.js';
import { ReportScheduleRepository, type StoredSchedule } from './report-schedule.repository.js';

const MOST_OF_CUSTOMER = 100;

/** Who is sent the reports of a customer by themselves, and what was sent. */
@Injectable()
export class ReportSchedulesService {
  constructor(
    private readonly database: Database,
    private readonly schedules: ReportScheduleRepository,
    private readonly deliveries: ReportDeliveryRepository,
    private readonly facts: ReportFactsRepository,
    private readonly people: CustomerPeople,
    private readonly clock: Clock,
    private readonly audit: AuditTrail,
  ) {}

  async list(scope: Scope): Promise<ReportSchedules> {
    return { items: (await this.schedules.list(scope)).map(toSchedule) };
  }

  async sent(scope: Scope): Promise<ReportDeliveries> {
    return { items: (await this.deliveries.list(scope)).map(toDelivery) };
  }

  /** @throws DomainError `customer.not-found` */
  async recipients(scope: Scope, customerId: string): Promise<ReportRecipients> {
    await this.expectCustomer(scope, customerId);
    return { items: await this.receivers(customerId) };
  }

  /** @throws DomainError `customer.not-found`, `report-schedule.exists`, `report-schedule.recipient-unfit` */
  async add(scope: Scope, { userId }: UserCaller, form: ReportScheduleForm): Promise<Saved> {
    const { customerId, recipientId, period, language, afterDays } = form;
    await this.expectCustomer(scope, customerId);
    const receiver = (await this.receivers(customerId)).find(({ id }) => id === recipientId);
    if (receiver === undefined) throw unfit();
    const now = this.clock.now();
    const nextFrom = firstToSend(period, afterDays, now);
    const dueAt = sendingTime(period, nextFrom, afterDays);
    const formats = form.formats.join(',');
    const id = uuidv7();
    await this.database.transaction(async (tx) => {
      if ((await this.schedules.count(tx, customerId)) >= MOST_OF_CUSTOMER) {
        throw new InvalidRequest([{ field: 'recipientId', reason: 'too_many' }]);
      }
      const schedule = { id, customerId, recipientId, period, language, formats, afterDays, nextFrom, dueAt };
      if (!(await this.schedules.insert(tx, schedule, userId, now))) throw exists();
      await this.note(tx, 'report-schedule.added', { id, customerId, name: receiver.name }, null, {
        ...{ period, language, formats, afterDays },
      });
    });
    return { id, version: 1 };
  }

  /** @throws DomainError `report-schedule.not-found`, `report-schedule.exists`, `edit.conflict` */
  async change(scope: Scope, id: string, form: ReportScheduleChange): Promise<Saved> {
    const { language, afterDays, version } = form;
    const formats = form.formats.join(',');
    await this.database.transaction(async (tx) => {
      const before = await this.find(tx, scope, id);
      if (await this.schedules.hasOther(tx, before, language)) throw exists();
      const dueAt = sendingTime(before.period, before.nextFrom, afterDays);
      if (!(await this.schedules.change(tx, before, version, { language, formats, afterDays, dueAt }))) {
        throw new DomainError('edit.conflict', 'Somebody else changed this meanwhile', { version: before.version });
      }
      await this.note(tx, 'report-schedule.changed', named(before), termsOf(before), { language, formats, afterDays });
    });
    return { id, version: version + 1 };
  }

  /** @throws DomainError `report-schedule.not-found` */
  async remove(scope: Scope, id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const before = await this.find(tx, scope, id);
      await this.schedules.remove(tx, before);
      await this.note(tx, 'report-schedule.removed', named(before), termsOf(before), null);
    });
  }

  private async receivers(customerId: string): Promise<ReportRecipient[]> {
    const people = await this.people.of(customerId);
    return people.filter(mayReceive).map(({ id, name, email }) => ({ id, name, email }));
  }

  private async expectCustomer(scope: Scope, id: string): Promise<void> {
    // MySQL takes a text with a space at its end for the same one.
    const isId = z.uuid().safeParse(id).success;
    const customer = isId ? await this.facts.customer(scope, id) : undefined;
    if (customer === undefined) throw new DomainError('customer.not-found', 'There is no such customer');
  }

  private async find(tx: Transaction, scope: Scope, id: string): Promise<StoredSchedule> {
    const row = z.uuid().safeParse(id).success ? await this.schedules.findOne(tx, scope, id) : undefined;
    if (row === undefined) throw new DomainError('report-schedule.not-found', 'There is no such sending');
    return row;
  }

  private note(
    tx: Transaction,
    action: AuditNote['action'],
    { id, customerId, name }: { readonly id: string; readonly customerId: string; readonly name: string },
    before: Readonly<Record<string, unknown>> | null,
    after: Readonly<Record<string, unknown>> | null,
  ): Promise<void> {
    const object = { type: 'report-schedule', id, name };
    return this.audit.note(tx, { action, customerId, object, before: before ?? {}, after: after ?? {} });
  }
}

function named({ id, customerId, recipientName }: StoredSchedule) {
  return { id, customerId, name: recipientName ?? '' };
}

function termsOf({ language, formats, afterDays }: StoredSchedule) {
  return { language, formats, afterDays };
}

function exists(): DomainError {
  return new DomainError('report-schedule.exists', 'This person is sent such a report already');
}

export function unfit(): DomainError {
  return new DomainError('report-schedule.recipient-unfit', 'This person does not see the whole customer');
}
