import { Module } from '@nestjs/common';
import { CodeRepository } from './code.repository.js';
import { CodeVersionRepository } from './code-versions.repository.js';
import { CodeVersions } from './code-versions.js';
import { CodesController } from './codes.controller.js';
import { CodesService } from './codes.service.js';

/** Code tables: the texts behind every code, in both languages. */
@Module({
  controllers: [CodesController],
  providers: [CodesService, CodeRepository, CodeVersionRepository, CodeVersions],
})
export class CodesModule {}
