import { type DynamicModule, Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE, DiscoveryModule } from '@nestjs/core';
import { EventEmitterModule } from '@nestjs/event-emitter';
import { AuthGuard } from './auth/auth.guard.js';
import { GuardedRoutes } from './auth/guarded-routes.js';
import { RequestAllowance } from './auth/request-allowance.js';
import { SessionQuestion } from './auth/session-question.js';
import { Clock } from './clock/clock.js';
import { ProblemFilter } from './errors/problem.filter.js';
import type { Env } from '../config/env.js';
import { FileStore } from './files/file-store.js';
import { HealthController } from './health/health.controller.js';
import { HealthState } from './health/health-state.js';
import { readVersion, VERSION } from './health/version.js';
import { VersionController } from './health/version.controller.js';
import { JobRepository } from './jobs/job.repository.js';
import { Jobs } from './jobs/jobs.js';
import { Doors } from './http/doors.js';
import { HourlyLimit } from './limits/hourly-limit.js';
import { LiveGateway } from './live/live.gateway.js';
import { LiveWatch } from './live/live-watch.js';
import { MailDelivery } from './mail/mail-delivery.js';
import { MailFiles } from './mail/mail-files.js';
import { MailQueue } from './mail/mail-queue.js';
import { MailRepository } from './mail/mail.repository.js';
import { MailThreads } from './mail/mail-threads.js';
import { Mailer, TransportMailer } from './mail/mailer.js';
import { Metrics } from './metrics/metrics.js';
import { MetricsServer } from './metrics/metrics-server.js';
import { PlatformMetrics } from './metrics/platform-metrics.js';
import { NoticeBoard } from './notices/notice-board.js';
import { ApiDescription } from './openapi/api-description.js';
import { referenceControllers } from './openapi/reference.controller.js';
import { OutboundClient } from './outbound/outbound-client.js';
import { OutboundResolver, SystemResolver } from './outbound/outbound-resolver.js';
import { OutboxPruning } from './outbox/outbox-pruning.js';
import { OutboxRepository } from './outbox/outbox.repository.js';
import { OutboxTail } from './outbox/outbox-tail.js';
import { Secrets } from './secrets/secrets.js';
import { validationPipe } from './validation/validation.pipe.js';

/** What every feature stands on. Knows no feature. */
@Global()
@Module({})
export class PlatformModule {
  static with(clock: Clock, { API_DOCS }: Pick<Env, 'API_DOCS'>): DynamicModule {
    return {
      module: PlatformModule,
      imports: [DiscoveryModule, EventEmitterModule.forRoot()],
      controllers: [HealthController, VersionController, ...referenceControllers(API_DOCS)],
      providers: [
        { provide: Clock, useValue: clock },
        { provide: APP_GUARD, useClass: AuthGuard },
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_PIPE, useFactory: validationPipe },
        ApiDescription,
        Doors,
        GuardedRoutes,
        FileStore,
        HealthState,
        HourlyLimit,
        JobRepository,
        Jobs,
        LiveGateway,
        LiveWatch,
        MailDelivery,
        MailFiles,
        MailQueue,
        MailRepository,
        MailThreads,
        { provide: Mailer, useClass: TransportMailer },
        Metrics,
        MetricsServer,
        NoticeBoard,
        OutboundClient,
        { provide: OutboundResolver, useClass: SystemResolver },
        OutboxPruning,
        OutboxRepository,
        OutboxTail,
        PlatformMetrics,
        RequestAllowance,
        Secrets,
        SessionQuestion,
        { provide: VERSION, useFactory: readVersion },
      ],
      exports: [
        Clock,
        FileStore,
        HealthState,
        HourlyLimit,
        Jobs,
        MailDelivery,
        MailFiles,
        MailQueue,
        MailThreads,
        Metrics,
        NoticeBoard,
        OutboundClient,
        OutboxRepository,
        OutboxTail,
        RequestAllowance,
        Secrets,
      ],
    };
  }
}
