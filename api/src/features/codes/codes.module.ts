import { Module } from '@nestjs/common';
import { CodeRepository } from './code.repository.js';
import { CodesController } from './codes.controller.js';
import { CodesService } from './codes.service.js';

/** Code tables: the texts behind every code, in both languages. */
@Module({
  controllers: [CodesController],
  providers: [CodesService, CodeRepository],
})
export class CodesModule {}
