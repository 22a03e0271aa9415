import { Body, Controller, Get, Headers, HttpCode, Post, Res } from '@nestjs/common';
import { Batch, BatchReceipt, DomainError, WorkList } from '@linewatch/shared';
import type { Response } from 'express';
import { type Caller, CurrentCaller, Policy } from '../../platform/auth/policy.js';
import { Answers } from '../../platform/openapi/answers.js';
import { IngestMetrics } from './ingest-metrics.js';
import { IngestService } from './ingest.service.js';
import { WorkListService } from './work-list.service.js';

/** What collectors ask for and deliver, over HTTP. */
@Controller('collector')
export class CollectorController {
  constructor(
    private readonly ingest: IngestService,
    private readonly metrics: IngestMetrics,
    private readonly workLists: WorkListService,
  ) {}

  /** Answered after the commit: what is acknowledged is stored. */
  @Post('batches')
  @HttpCode(200)
  @Policy('batches:deliver')
  @Answers(BatchReceipt, {
    en: 'Delivers readings',
    zh: '采集器上报读数',
    refuses: ['ingest.batch-malformed', 'ingest.overloaded', 'batch.too-large'],
  })
  deliver(@CurrentCaller() caller: Caller, @Body({ schema: Batch }) batch: Batch): Promise<BatchReceipt> {
    return this.metrics.measure(() => this.ingest.take(collectorIdOf(caller), batch));
  }

  @Get('work-list')
  @Policy('worklist:fetch')
  @Answers(WorkList, { en: 'Lists what to poll', zh: '获取采集任务', mayBeUnchanged: true })
  async workList(
    @CurrentCaller() caller: Caller,
    @Headers('if-none-match') known: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WorkList | undefined> {
    const list = await this.workLists.fetch(collectorIdOf(caller), versionOf(known));
    // Secrets are in it: nothing on the way may keep it.
    response.setHeader('Cache-Control', 'no-store');
    if (list === undefined) {
      response.setHeader('ETag', known ?? '');
      response.status(304);
      return undefined;
    }
    response.setHeader('ETag', `"${list.version}"`);
    return list;
  }
}

/** The version in an entity tag, which compressing proxies may have made weak (RFC 9110 section 8.8.3). */
function versionOf(tag: string | undefined): string | undefined {
  return tag === undefined ? undefined : /^(?:W\/)?"(.*)"$/.exec(tag.trim())?.[1];
}

function collectorIdOf(caller: Caller): string {
  if (caller.kind !== 'collector') throw new DomainError('ingest.collector-refused', 'Only collectors may do this');
  return caller.collectorId;
}
