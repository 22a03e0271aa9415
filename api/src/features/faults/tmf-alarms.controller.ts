import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { TmfAlarmFields, TmfAlarmList, TmfAlarmPart, TmfAlarmQuery } from '@linewatch/shared';
import type { Response } from 'express';
import { CurrentScope, Policy } from '../../platform/auth/policy.js';
import type { Scope } from '../../platform/auth/scope.js';
import { sayCountedPage } from '../../platform/http/tmf630.js';
import { Answers } from '../../platform/openapi/answers.js';
import { TMF_ALARMS } from './tmf-alarm.mapper.js';
import { TmfAlarmsService } from './tmf-alarms.service.js';

/** Faults as TMF642 alarms, for the ticket and monitoring systems of customers. */
@Controller(TMF_ALARMS)
export class TmfAlarmsController {
  constructor(private readonly service: TmfAlarmsService) {}

  @Get()
  @Policy('faults:read')
  @Answers(TmfAlarmList, {
    en: 'Faults of the own circuits as TMF642 alarms',
    zh: '以 TMF642 告警读取本单位电路的故障',
  })
  async list(
    @CurrentScope() scope: Scope,
    @Query({ schema: TmfAlarmQuery }) query: TmfAlarmQuery,
    @Res({ passthrough: true }) response: Response,
  ): Promise<TmfAlarmList> {
    const { items, total } = await this.service.page(scope, query);
    const { offset, limit, ...asked } = query;
    sayCountedPage(response, `/${TMF_ALARMS}`, asked, { offset, limit, count: items.length, total });
    return items;
  }

  @Get(':faultId')
  @Policy('faults:read')
  @Answers(TmfAlarmPart, {
    en: 'A fault as a TMF642 alarm',
    zh: '以 TMF642 告警读取一个故障',
    refuses: ['fault.not-found'],
  })
  one(
    @CurrentScope() scope: Scope,
    @Param('faultId') id: string,
    @Query({ schema: TmfAlarmFields }) { fields }: TmfAlarmFields,
  ): Promise<TmfAlarmPart> {
    return this.service.one(scope, id, fields);
  }
}
