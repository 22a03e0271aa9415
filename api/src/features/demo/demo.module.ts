import { Module } from '@nestjs/common';
import { CircuitsModule } from '../circuits/index.js';
import { CustomersModule } from '../customers/index.js';
import { IdentityModule } from '../identity/index.js';
import { InventoryModule } from '../inventory/index.js';
import { MaintenanceModule } from '../maintenance/index.js';
import { MeasuresModule } from '../measures/index.js';
import { NotificationsModule } from '../notifications/index.js';
import { ShiftsModule } from '../shifts/index.js';
import { ReportsModule } from '../reports/index.js';
import { SlaModule } from '../sla/index.js';
import { TelemetryModule } from '../telemetry/index.js';
import { TicketsModule } from '../tickets/index.js';
import { DemoExclusions } from './demo-exclusions.js';
import { DemoFounder } from './demo-founder.js';
import { DemoMarkRepository } from './demo-mark.repository.js';
import { DemoLatency } from './demo-latency.js';
import { DemoPast } from './demo-past.js';
import { DemoShift } from './demo-shift.js';
import { DemoReports } from './demo-reports.js';
import { DemoSla } from './demo-sla.js';
import { DemoTickets } from './demo-tickets.js';
import { DemoService } from './demo.service.js';
import { DemoWorks } from './demo-works.js';

/** The demo's world: an operator, its customers and three months of their lines. */
@Module({
  imports: [
    CircuitsModule,
    CustomersModule,
    IdentityModule,
    InventoryModule,
    MaintenanceModule,
    MeasuresModule,
    NotificationsModule,
    ShiftsModule,
    ReportsModule,
    SlaModule,
    TelemetryModule,
    TicketsModule,
  ],
  providers: [
    DemoService,
    DemoFounder,
    DemoPast,
    DemoLatency,
    DemoMarkRepository,
    DemoShift,
    DemoWorks,
    DemoSla,
    DemoExclusions,
    DemoReports,
    DemoTickets,
  ],
})
export class DemoModule {}
