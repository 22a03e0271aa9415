import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  DomainError,
  Saved,
  ShiftHandOver,
  ShiftNow,
  ShiftSheet,
  ShiftSheetPage,
  ShiftSheetQuery,
} from '@linewatch/shared';
import { type Caller, CurrentCaller, Policy } from '../../platform/auth/policy.js';
import type { UserCaller } from '../../platform/auth/session-lookup.js';
import { Answers } from '../../platform/openapi/answers.js';
import { ShiftsService } from './shifts.service.js';

/** Handing over between shifts over HTTP, for operations staff. */
@Controller()
export class ShiftsController {
  constructor(private readonly service: ShiftsService) {}

  @Get('shift')
  @Policy('alarms:read')
  @Answers(ShiftNow, {
    en: 'What the shift that is on would hand over now',
    zh: '查看当前班次的交接内容',
    refuses: ['session.forbidden', 'shift.not-found'],
  })
  now(@CurrentCaller() caller: Caller): Promise<ShiftNow> {
    return this.service.now(personOf(caller));
  }

  @Get('shift-sheets')
  @Policy('alarms:read')
  @Answers(ShiftSheetPage, {
    en: 'Lists shift sheets, the latest first',
    zh: '查看历次交接单',
    refuses: ['session.forbidden', 'list.cursor-invalid', 'shift.not-found'],
  })
  page(
    @CurrentCaller() caller: Caller,
    @Query({ schema: ShiftSheetQuery }) query: ShiftSheetQuery,
  ): Promise<ShiftSheetPage> {
    return this.service.page(personOf(caller), query);
  }

  @Get('shift-sheets/:sheetId')
  @Policy('alarms:read')
  @Answers(ShiftSheet, {
    en: 'Shows a shift sheet as it stood when it was handed over',
    zh: '查看交接单',
    refuses: ['session.forbidden', 'shift.not-found'],
  })
  one(@CurrentCaller() caller: Caller, @Param('sheetId') id: string): Promise<ShiftSheet> {
    return this.service.one(personOf(caller), id);
  }

  @Post('shift-sheets')
  @Policy('alarms:operate')
  @Answers(Saved, {
    en: 'Hands the shift over: keeps what stands now, with a note',
    zh: '交班',
    refuses: ['session.forbidden', 'shift.waiting'],
  })
  handOver(@CurrentCaller() caller: Caller, @Body({ schema: ShiftHandOver }) { note }: ShiftHandOver): Promise<Saved> {
    return this.service.handOver(personOf(caller), note);
  }

  @Post('shift-sheets/:sheetId/take-over')
  @HttpCode(204)
  @Policy('alarms:operate')
  @Answers(null, {
    en: 'Takes over from a sheet that somebody else handed over',
    zh: '接班签收',
    refuses: ['session.forbidden', 'shift.not-found', 'shift.own-sheet', 'shift.taken-over'],
  })
  takeOver(@CurrentCaller() caller: Caller, @Param('sheetId') id: string): Promise<void> {
    return this.service.takeOver(personOf(caller), id);
  }
}

function personOf(caller: Caller): UserCaller {
  if (caller.kind !== 'user') throw new DomainError('session.forbidden', 'Only people work in shifts');
  return caller;
}
