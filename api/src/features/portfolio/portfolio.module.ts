import { Module } from '@nestjs/common';
import { CircuitsModule } from '../circuits/index.js';
import { SlaModule } from '../sla/index.js';
import { PortfolioController } from './portfolio.controller.js';
import { PortfolioRepository } from './portfolio.repository.js';
import { PortfolioService } from './portfolio.service.js';

/** The customers of an account manager: who needs attention, and why. */
@Module({
  imports: [CircuitsModule, SlaModule],
  controllers: [PortfolioController],
  providers: [PortfolioRepository, PortfolioService],
})
export class PortfolioModule {}
