import { Module } from '@nestjs/common';
import { PastController } from './past.controller.js';
import { PastRepository } from './past.repository.js';
import { PastService } from './past.service.js';

/** What went on at an instant of the past: the faults that were open, the works that ran. */
@Module({ controllers: [PastController], providers: [PastRepository, PastService] })
export class PastModule {}
