import { Body, Controller, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { NormForm, NormList, WorkingCalendarForm, WorkingCalendarList } from '@linewatch/shared';
import { type Caller, CurrentCaller, Policy } from '../../platform/auth/policy.js';
import { Answers } from '../../platform/openapi/answers.js';
import { actorOf } from './asking.js';
import { NormsService } from './norms.service.js';

/** Norms and working calendars over HTTP. */
@Controller()
export class NormsController {
  constructor(private readonly service: NormsService) {}

  @Get('norms')
  @Policy('tickets:read')
  @Answers(NormList, { en: 'Versions of the norm, newest first', zh: '故障处理规范各版本' })
  norms(): Promise<NormList> {
    return this.service.list();
  }

  @Post('norms')
  @HttpCode(200)
  @Policy('norms:manage')
  @Answers(NormList, {
    en: 'Makes a new version of the norm for tickets from now on',
    zh: '发布规范新版本，对新故障单生效',
    refuses: ['norm.incomplete', 'edit.conflict'],
  })
  add(@CurrentCaller() caller: Caller, @Body({ schema: NormForm }) form: NormForm): Promise<NormList> {
    return this.service.add(actorOf(caller).userId ?? '', form);
  }

  @Get('working-calendars')
  @Policy('tickets:read')
  @Answers(WorkingCalendarList, { en: 'Working calendars', zh: '工作日历' })
  calendars(): Promise<WorkingCalendarList> {
    return this.service.calendars();
  }

  @Put('working-calendars/:calendarId')
  @Policy('norms:manage')
  @Answers(WorkingCalendarList, {
    en: 'Changes a working calendar',
    zh: '修改工作日历',
    refuses: ['working-calendar.not-found', 'edit.conflict'],
  })
  change(
    @Param('calendarId') id: string,
    @Body({ schema: WorkingCalendarForm }) form: WorkingCalendarForm,
  ): Promise<WorkingCalendarList> {
    return this.service.changeCalendar(id, form);
  }
}
