import { Injectable } from '@nestjs/common';
import { DomainError, type TmfAlarmList, type TmfAlarmPart, type TmfAlarmQuery } from '@linewatch/shared';
import type { Scope } from '../../platform/auth/scope.js';
import { FaultListRepository } from './fault-list.repository.js';
import { selected, toComments, toTmfAlarm } from './tmf-alarm.mapper.js';
import { TmfAlarmRepository } from './tmf-alarm.repository.js';

/** The faults of a scope for other systems, to be read alone. */
@Injectable()
export class TmfAlarmsService {
  constructor(
    private readonly alarms: TmfAlarmRepository,
    private readonly faults: FaultListRepository,
  ) {}

  /** @returns one page, and how many alarms the filters leave */
  async page(scope: Scope, query: TmfAlarmQuery): Promise<{ items: TmfAlarmList; total: number }> {
    const [rows, total] = await Promise.all([this.alarms.page(scope, query), this.alarms.count(scope, query)]);
    return { items: rows.map((row) => selected(toTmfAlarm(row), query.fields)), total };
  }

  /** @throws DomainError `fault.not-found` */
  async one(scope: Scope, id: string, fields: string | undefined): Promise<TmfAlarmPart> {
    const fault = await this.faults.find(scope, id);
    if (fault === undefined) throw new DomainError('fault.not-found', 'There is no such fault');
    const comment = toComments(await this.faults.story(id, false));
    return selected({ ...toTmfAlarm(fault), ...(comment.length > 0 && { comment }) }, fields);
  }
}
