import { Module } from '@nestjs/common';
import { WorksCoverModule } from '../works-cover/index.js';

/** Planned works (割接): planning, approval, announcement, answers, and what they cover. */
@Module({ imports: [WorksCoverModule], exports: [WorksCoverModule] })
export class MaintenanceModule {}
