import { Module } from '@nestjs/common';
import { BrandModule } from '../brand/index.js';
import { ClockRepository } from './clock.repository.js';
import { ContactBook } from './contact-book.js';
import { FaultReportList } from './fault-report-list.js';
import { FaultReports } from './fault-reports.js';
import { FiledFault } from './filed-fault.js';
import { FilingRepository } from './filing.repository.js';
import { FaultsModule } from '../faults/index.js';
import { LineTestsModule } from '../line-tests/index.js';
import { NormRepository } from './norm.repository.js';
import { NormsController } from './norms.controller.js';
import { NormsService } from './norms.service.js';
import { OpenTickets } from './open-tickets.js';
import { ProactiveTickets } from './proactive-tickets.js';
import { RatingLinks } from './rating-links.js';
import { ReportDesk } from './report-desk.js';
import { TicketActs } from './ticket-acts.js';
import { TicketCauses } from './ticket-causes.js';
import { TicketChronicle } from './ticket-chronicle.js';
import { TicketChanges } from './ticket-changes.js';
import { TicketCareController } from './ticket-care.controller.js';
import { TicketDesk } from './ticket-desk.js';
import { TicketFacts } from './ticket-facts.js';
import { TicketFileStore } from './ticket-file-store.js';
import { TicketFiles } from './ticket-files.js';
import { TicketFilesController } from './ticket-files.controller.js';
import { TicketFiling } from './ticket-filing.js';
import { TicketListRepository } from './ticket-list.repository.js';
import { TicketNews } from './ticket-news.js';
import { TicketRatings } from './ticket-ratings.js';
import { TicketSatisfaction } from './ticket-satisfaction.js';
import { TicketSharings } from './ticket-sharing.js';
import { TicketStoryRepository } from './ticket-story.repository.js';
import { TicketTalk } from './ticket-talk.js';
import { TicketViews } from './ticket-views.js';
import { TicketRepository } from './ticket.repository.js';
import { TicketsController } from './tickets.controller.js';
import { TimerWork } from './timer-work.js';
import { WorkOrderRepository } from './work-order.repository.js';
import { WorkOrders } from './work-orders.js';

/** Trouble tickets: filing, their life and clocks, conversation and work orders, and the norm behind them. */
@Module({
  imports: [BrandModule, FaultsModule, LineTestsModule],
  controllers: [TicketsController, TicketFilesController, TicketCareController, NormsController],
  providers: [
    ClockRepository,
    ContactBook,
    FaultReportList,
    FaultReports,
    FiledFault,
    FilingRepository,
    NormRepository,
    NormsService,
    OpenTickets,
    ProactiveTickets,
    RatingLinks,
    ReportDesk,
    TicketActs,
    TicketCauses,
    TicketChanges,
    TicketChronicle,
    TicketDesk,
    TicketFacts,
    TicketFileStore,
    TicketFiles,
    TicketFiling,
    TicketListRepository,
    TicketNews,
    TicketRatings,
    TicketRepository,
    TicketSatisfaction,
    TicketSharings,
    TicketStoryRepository,
    TicketTalk,
    TicketViews,
    TimerWork,
    WorkOrderRepository,
    WorkOrders,
  ],
  exports: [
    OpenTickets,
    RatingLinks,
    TicketActs,
    TicketCauses,
    TicketChanges,
    TicketChronicle,
    TicketFacts,
    TicketFiles,
    TicketFiling,
    TicketSatisfaction,
    TicketTalk,
    TicketViews,
  ],
})
export class TicketsModule {}
