import { Injectable } from '@nestjs/common';
import { DomainError, type DutyList, type DutyListsView, ESCALATION_LEVELS, WORK_GROUPS } from '@linewatch/shared';
import { Database } from '../../../database/database.js';
import { AuditTrail } from '../../../platform/audit/audit-trail.js';
import type { Scope } from '../../../platform/auth/scope.js';
import { expectWholeHouse } from '../../../platform/auth/whole-house.js';
import { Clock } from '../../../platform/clock/clock.js';
import { CustomerPeople } from '../../identity/index.js';
import { HOUSE } from '../room.js';
import { SmsGateway } from '../ways/sms-gateway.js';
import { DutyListRepository } from './duty-list.repository.js';

/** As long as nobody has entered anybody. */
const NONE: DutyList = {
  levels: Array.from({ length: ESCALATION_LEVELS }, () => ({ personIds: [], ways: ['mail'] })),
  version: null,
};

/** Whom work groups call when a ticket is escalated. */
@Injectable()
export class DutyListsService {
  constructor(
    private readonly database: Database,
    private readonly lists: DutyListRepository,
    private readonly people: CustomerPeople,
    private readonly gateway: SmsGateway,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `session.forbidden` unless for all customers: a group works for all of them */
  async view(scope: Scope): Promise<DutyListsView> {
    expectWholeHouse(scope);
    const [lists, people] = await Promise.all([this.lists.all(this.database.reader), this.people.of(HOUSE)]);
    return {
      items: WORK_GROUPS.map((workGroup) => ({ workGroup, ...(lists.get(workGroup) ?? NONE) })),
      people: people.map(({ id, name }) => ({ id, name })),
      canText: this.gateway.isThere,
    };
  }

  /** @throws DomainError `request.not-found`, `duty-list.person-unknown`, `edit.conflict`, and as `view` */
  async change(scope: Scope, group: string, list: DutyList): Promise<DutyListsView> {
    expectWholeHouse(scope);
    const workGroup = WORK_GROUPS.find((each) => each === group);
    if (workGroup === undefined) throw new DomainError('request.not-found', 'There is no such work group');
    const names = new Map((await this.people.of(HOUSE)).map(({ id, name }) => [id, name]));
    if (list.levels.some(({ personIds }) => personIds.some((id) => !names.has(id)))) {
      throw new DomainError('duty-list.person-unknown', 'A level names somebody who does not work for all customers');
    }
    const before = (await this.lists.all(this.database.reader)).get(workGroup);
    await this.database.transaction(async (tx) => {
      const isReplaced = await this.lists.replace(tx, workGroup, list, this.clock.now());
      if (!isReplaced) throw new DomainError('edit.conflict', 'Somebody else changed this meanwhile');
      await this.audit.note(tx, {
        action: 'duty-list.changed',
        customerId: null,
        object: { type: 'duty-list', id: null, name: workGroup },
        ...(before !== undefined && { before: told(before, names) }),
        after: told(list, names),
      });
    });
    return this.view(scope);
  }
}

function told({ levels }: DutyList, names: ReadonlyMap<string, string>): Readonly<Record<string, unknown>> {
  return { levels: levels.map((level) => levelWords(level, names)) };
}

/** `Li Jing, Wang Fang · mail+sms` */
function levelWords({ personIds, ways }: DutyList['levels'][number], names: ReadonlyMap<string, string>): string {
  if (personIds.length === 0) return '-';
  return `${personIds.map((id) => names.get(id) ?? id).join(', ')} · ${ways.join('+')}`;
}
