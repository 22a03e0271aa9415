import { Module, type OnModuleInit } from '@nestjs/common';
import { Jobs } from '../../platform/jobs/jobs.js';
import { OutagesModule } from '../outages/index.js';
import { TicketsModule } from '../tickets/index.js';
import { AgreedTermsRepository } from './agreed-terms.repository.js';
import { ContractLineRepository } from './contract-line.repository.js';
import { CreditProposals } from './credit-proposals.js';
import { CreditTableRepository } from './credit-table.repository.js';
import { CreditRepository } from './credit.repository.js';
import { CreditsController } from './credits.controller.js';
import { CreditsService } from './credits.service.js';
import { ExcludedTimesRepository } from './excluded-times.repository.js';
import { ExclusionRepository } from './exclusion.repository.js';
import { ExclusionsController } from './exclusions.controller.js';
import { ExclusionsService } from './exclusions.service.js';
import { MinutesLeft } from './minutes-left.js';
import { MonthClosing } from './month-closing.js';
import { MonthLedger } from './month-ledger.js';
import { MonthReckoner } from './month-reckoner.js';
import { NormMonths } from './norm-months.js';
import { PromisedMonth } from './promised-month.js';
import { QualityRepository } from './quality.repository.js';
import { SlaController } from './sla.controller.js';
import { RangeLedger } from './range-ledger.js';
import { RangeQuality } from './range-quality.js';
import { SlaMonthRepository } from './sla-month.repository.js';
import { SlaWarningRepository } from './sla-warning.repository.js';
import { SlaWarnings, WARN_JOB } from './sla-warnings.js';
import { SpecificationRepository } from './specification.repository.js';
import { SpecificationsController } from './specifications.controller.js';
import { SpecificationsService } from './specifications.service.js';
import { YearOfCircuit } from './year-of-circuit.js';

const MINUTE_MS = 60_000;
const WARN_EVERY_MS = 5 * MINUTE_MS;
const CLOSE_EVERY_MS = 60 * MINUTE_MS;
const REVIEW_EVERY_MS = 24 * 60 * MINUTE_MS;

/** The SLA ledger: what was promised, what was lost and why, months as they were closed, and what is given back. */
@Module({
  imports: [OutagesModule, TicketsModule],
  controllers: [SlaController, ExclusionsController, SpecificationsController, CreditsController],
  providers: [
    AgreedTermsRepository,
    ContractLineRepository,
    CreditProposals,
    CreditRepository,
    CreditsService,
    CreditTableRepository,
    ExcludedTimesRepository,
    ExclusionRepository,
    ExclusionsService,
    MinutesLeft,
    MonthClosing,
    MonthLedger,
    MonthReckoner,
    NormMonths,
    PromisedMonth,
    QualityRepository,
    RangeLedger,
    RangeQuality,
    SlaMonthRepository,
    SlaWarningRepository,
    SlaWarnings,
    SpecificationRepository,
    SpecificationsService,
    YearOfCircuit,
  ],
  exports: [
    CreditTableRepository,
    ExclusionRepository,
    MinutesLeft,
    MonthClosing,
    MonthLedger,
    RangeLedger,
    RangeQuality,
    SpecificationRepository,
  ],
})
export class SlaModule implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly closing: MonthClosing,
    private readonly warnings: SlaWarnings,
  ) {}

  onModuleInit(): void {
    // A house that begins with a history says what is left of the month from its first minute on.
    this.jobs.every(WARN_JOB, WARN_EVERY_MS, (signal) => this.warnings.look(signal), 0);
    this.jobs.every('sla.close', CLOSE_EVERY_MS, (signal) => this.closing.closeDue(signal));
    this.jobs.every('sla.review', REVIEW_EVERY_MS, (signal) => this.closing.reviewClosed(signal));
  }
}
