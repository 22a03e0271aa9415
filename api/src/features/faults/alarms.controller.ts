import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import {
  AlarmActResult,
  AlarmActs,
  AlarmDetail,
  AlarmPage,
  AlarmQuery,
  DomainError,
  Saved,
  ShelfForm,
  ShelfList,
} from '@linewatch/shared';
import { type Caller, CurrentCaller, Policy } from '../../platform/auth/policy.js';
import { Answers } from '../../platform/openapi/answers.js';
import { AlarmActing } from './alarm-acts.js';
import { AlarmsService } from './alarms.service.js';
import { ShelvesService } from './shelves.service.js';

/** Alarms of the network over HTTP, for its operators. */
@Controller()
export class AlarmsController {
  constructor(
    private readonly service: AlarmsService,
    private readonly acting: AlarmActing,
    private readonly shelves: ShelvesService,
  ) {}

  @Get('alarms')
  @Policy('alarms:read')
  @Answers(AlarmPage, { en: 'Lists alarms, worst first', zh: '查看告警', refuses: ['list.cursor-invalid'] })
  page(@CurrentCaller() caller: Caller, @Query({ schema: AlarmQuery }) query: AlarmQuery): Promise<AlarmPage> {
    return this.service.page(personOf(caller), query);
  }

  @Get('alarms/:alarmId')
  @Policy('alarms:read')
  @Answers(AlarmDetail, {
    en: 'An alarm with its history and its tree',
    zh: '查看告警详情',
    refuses: ['alarm.not-found'],
  })
  detail(@CurrentCaller() caller: Caller, @Param('alarmId') id: string): Promise<AlarmDetail> {
    return this.service.detail(personOf(caller), id);
  }

  @Post('alarms/acts')
  @HttpCode(200)
  @Policy('alarms:operate')
  @Answers(AlarmActResult, { en: 'Does one thing with up to 200 alarms', zh: '批量处理告警' })
  act(@CurrentCaller() caller: Caller, @Body({ schema: AlarmActs }) request: AlarmActs): Promise<AlarmActResult> {
    return this.acting.act(personOf(caller), request);
  }

  @Get('alarm-shelves')
  @Policy('alarms:read')
  @Answers(ShelfList, { en: 'Shelves that hold now', zh: '查看告警搁置规则' })
  shelfList(@CurrentCaller() caller: Caller): Promise<ShelfList> {
    return this.shelves.list(personOf(caller));
  }

  @Post('alarm-shelves')
  @Policy('alarms:operate')
  @Answers(Saved, { en: 'Makes a shelf', zh: '新建告警搁置规则' })
  makeShelf(@CurrentCaller() caller: Caller, @Body({ schema: ShelfForm }) form: ShelfForm): Promise<Saved> {
    return this.shelves.make(personOf(caller), form);
  }

  @Patch('alarm-shelves/:shelfId')
  @Policy('alarms:operate')
  @Answers(Saved, { en: 'Changes a shelf', zh: '修改告警搁置规则', refuses: ['shelf.not-found', 'edit.conflict'] })
  changeShelf(
    @CurrentCaller() caller: Caller,
    @Param('shelfId') id: string,
    @Body({ schema: ShelfForm }) form: ShelfForm,
  ): Promise<Saved> {
    return this.shelves.change(personOf(caller), id, form);
  }

  @Delete('alarm-shelves/:shelfId')
  @HttpCode(204)
  @Policy('alarms:operate')
  @Answers(null, {
    en: 'Removes a shelf; its alarms are told again',
    zh: '删除告警搁置规则',
    refuses: ['shelf.not-found'],
  })
  removeShelf(@CurrentCaller() caller: Caller, @Param('shelfId') id: string): Promise<void> {
    return this.shelves.remove(personOf(caller), id);
  }
}

function personOf(caller: Caller): Extract<Caller, { kind: 'user' }> {
  if (caller.kind !== 'user') throw new DomainError('session.forbidden', 'Only people operate alarms');
  return caller;
}
