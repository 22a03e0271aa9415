import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { CreatedMeasurePoint, MeasurePointList, NewMeasurePointRequest } from '@linewatch/shared';
import { CurrentScope, Policy } from '../../platform/auth/policy.js';
import type { Scope } from '../../platform/auth/scope.js';
import { Answers } from '../../platform/openapi/answers.js';
import { MeasurePointsService } from './measure-points.service.js';

/** What is measured of a circuit, over HTTP. What was measured is told by `circuits/:id/measures`. */
@Controller('circuits/:id/measure-points')
export class MeasurePointsController {
  constructor(private readonly service: MeasurePointsService) {}

  @Get()
  @Policy('devices:write')
  @Answers(MeasurePointList, {
    en: 'Shows what is measured of a circuit',
    zh: '查看电路的测量点',
    refuses: ['circuit.not-found'],
  })
  list(@CurrentScope() scope: Scope, @Param('id') id: string): Promise<MeasurePointList> {
    return this.service.list(scope, id);
  }

  @Post()
  @Policy('devices:write')
  @Answers(CreatedMeasurePoint, {
    en: 'Has something more of a circuit measured',
    zh: '新增电路测量点',
    refuses: ['circuit.not-found', 'measure-point.too-many'],
  })
  add(
    @CurrentScope() scope: Scope,
    @Param('id') id: string,
    @Body({ schema: NewMeasurePointRequest }) body: NewMeasurePointRequest,
  ): Promise<CreatedMeasurePoint> {
    return this.service.add(scope, id, body);
  }

  @Delete(':pointId')
  @HttpCode(204)
  @Policy('devices:write')
  @Answers(null, {
    en: 'Has something of a circuit measured no more',
    zh: '删除电路测量点',
    refuses: ['circuit.not-found', 'measure-point.not-found'],
  })
  remove(@CurrentScope() scope: Scope, @Param('id') id: string, @Param('pointId') pointId: string): Promise<void> {
    return this.service.remove(scope, id, pointId);
  }
}
