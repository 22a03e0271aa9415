import { Module } from '@nestjs/common';
import { CircuitsModule } from '../circuits/index.js';
import { SlaModule } from '../sla/index.js';
import { HandoverRepository } from './handover.repository.js';
import { HandoversController } from './handovers.controller.js';
import { HandoversService } from './handovers.service.js';
import { PortfolioController } from './portfolio.controller.js';
import { PortfolioRepository } from './portfolio.repository.js';
import { PortfolioService } from './portfolio.service.js';

/** The customers of an account manager: who needs attention, why, and what is handed over. */
@Module({
  imports: [CircuitsModule, SlaModule],
  controllers: [PortfolioController, HandoversController],
  providers: [HandoverRepository, HandoversService, PortfolioRepository, PortfolioService],
})
export class PortfolioModule {}
