import { Module } from '@nestjs/common';
import { CircuitsModule } from '../circuits/index.js';
import { FaultsModule } from '../faults/index.js';
import { SlaModule } from '../sla/index.js';
import { LineMetricsController } from './line-metrics.controller.js';
import { LineMetrics } from './line-metrics.service.js';
import { ScrapedCircuits } from './scraped-circuits.repository.js';

/** Circuits as metrics that a customer's own monitoring scrapes. */
@Module({
  imports: [CircuitsModule, FaultsModule, SlaModule],
  controllers: [LineMetricsController],
  providers: [LineMetrics, ScrapedCircuits],
})
export class LineMetricsModule {}
