import { Injectable } from '@nestjs/common';
import { DomainError, type TmfAlarmList, type TmfAlarmPart, type TmfAlarmQuery } from '@linewatch/shared';
import { Database } from '../../database/database.js';
import { namesSeenBy } from '../../platform/auth/far-ends.js';
import type { Scope } from '../../platform/auth/scope.js';
import { selectedFields } from '../../platform/http/tmf630.js';
import { FaultListRepository, type NamedFault } from './fault-list.repository.js';
import { toComments, toTmfAlarm } from './tmf-alarm.mapper.js';
import { TmfAlarmRepository } from './tmf-alarm.repository.js';

/** The faults of a scope for other systems, to be read alone. */
@Injectable()
export class TmfAlarmsService {
  constructor(
    private readonly database: Database,
    private readonly alarms: TmfAlarmRepository,
    private readonly faults: FaultListRepository,
  ) {}

  /** @returns one page, and how many alarms the filters leave */
  async page(scope: Scope, query: TmfAlarmQuery): Promise<{ items: TmfAlarmList; total: number }> {
    const [rows, total] = await Promise.all([this.alarms.page(scope, query), this.alarms.count(scope, query)]);
    const seen = await this.seenBy(scope, rows);
    return { items: seen.map((row) => selectedFields(toTmfAlarm(row), query.fields)), total };
  }

  /** @throws DomainError `fault.not-found` */
  async one(scope: Scope, id: string, fields: string | undefined): Promise<TmfAlarmPart> {
    const found = await this.faults.find(scope, id);
    const [fault] = await this.seenBy(scope, found === undefined ? [] : [found]);
    if (fault === undefined) throw new DomainError('fault.not-found', 'There is no such fault');
    const comment = toComments((await this.faults.story(id, false)).toReversed());
    return selectedFields({ ...toTmfAlarm(fault), ...(comment.length > 0 && { comment }) }, fields);
  }

  /** Circuits as they are called before the scope. */
  private async seenBy(scope: Scope, rows: readonly NamedFault[]): Promise<NamedFault[]> {
    const ids = rows.map(({ circuitId }) => circuitId);
    const names = await namesSeenBy(this.database, scope, ids);
    return rows.map((row) => ({
      ...row,
      circuitCode: names.code(row.circuitId, row.circuitCode),
      circuitName: names.name(row.circuitId, row.circuitName),
    }));
  }
}
