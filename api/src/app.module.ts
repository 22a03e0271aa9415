import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { ConfigModule } from './config/config.module.js';
import type { Env } from './config/env.js';
import type { Database } from './database/database.js';
import { DatabaseModule } from './database/database.module.js';
import { AuditModule } from './features/audit/index.js';
import { CircuitLifeModule } from './features/circuit-life/index.js';
import { CircuitRecordsModule } from './features/circuit-records/index.js';
import { CircuitsModule } from './features/circuits/index.js';
import { BrandModule } from './features/brand/index.js';
import { CodesModule } from './features/codes/index.js';
import { CollectorsModule } from './features/collectors/index.js';
import { CustomersModule } from './features/customers/index.js';
import { DemoModule } from './features/demo/index.js';
import { DeviceImpactModule } from './features/device-impact/index.js';
import { DeviceSetupModule } from './features/device-setup/index.js';
import { DevicesModule } from './features/devices/index.js';
import { DiscoveryModule } from './features/discovery/index.js';
import { DocumentsModule } from './features/documents/index.js';
import { EvidenceModule } from './features/evidence/index.js';
import { FaultsModule } from './features/faults/index.js';
import { IdentityModule } from './features/identity/index.js';
import { ImportsModule } from './features/imports/index.js';
import { InventoryModule } from './features/inventory/index.js';
import { LineMetricsModule } from './features/line-metrics/index.js';
import { LineTestsModule } from './features/line-tests/index.js';
import { MailInModule } from './features/mail-in/index.js';
import { MaintenanceModule } from './features/maintenance/index.js';
import { MeasuresModule } from './features/measures/index.js';
import { OutagesModule } from './features/outages/index.js';
import { ReportsModule } from './features/reports/index.js';
import { ServiceDeskModule } from './features/service-desk/index.js';
import { ShiftsModule } from './features/shifts/index.js';
import { SlaModule } from './features/sla/index.js';
import { NotificationsModule } from './features/notifications/index.js';
import { OverviewModule } from './features/overview/index.js';
import { PastModule } from './features/past/index.js';
import { PortfolioModule } from './features/portfolio/index.js';
import { TelemetryModule } from './features/telemetry/index.js';
import { TicketsModule } from './features/tickets/index.js';
import { TrapsModule } from './features/traps/index.js';
import type { Clock } from './platform/clock/clock.js';
import { PlatformModule } from './platform/platform.module.js';

/** The features of the product, in no order. */
const FEATURES: readonly Type[] = [
  AuditModule,
  CircuitLifeModule,
  CircuitRecordsModule,
  CircuitsModule,
  BrandModule,
  CodesModule,
  CollectorsModule,
  CustomersModule,
  DemoModule,
  DeviceImpactModule,
  DeviceSetupModule,
  DevicesModule,
  DiscoveryModule,
  DocumentsModule,
  FaultsModule,
  IdentityModule,
  ImportsModule,
  InventoryModule,
  LineMetricsModule,
  LineTestsModule,
  MailInModule,
  MaintenanceModule,
  MeasuresModule,
  OutagesModule,
  EvidenceModule,
  ReportsModule,
  ServiceDeskModule,
  ShiftsModule,
  SlaModule,
  NotificationsModule,
  OverviewModule,
  PastModule,
  PortfolioModule,
  TelemetryModule,
  TicketsModule,
  TrapsModule,
];

/** What is made before the application and handed in. */
export interface Foundations {
  readonly env: Env;
  readonly database: Database;
  readonly clock: Clock;
}

/** The whole API. */
@Module({})
export class AppModule {
  /** @param more modules beside the product's own; only specs name any */
  static with({ env, database, clock }: Foundations, more: readonly Type[] = []): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.with(env),
        DatabaseModule.with(database),
        PlatformModule.with(clock, env),
        ...FEATURES,
        ...more,
      ],
    };
  }
}
