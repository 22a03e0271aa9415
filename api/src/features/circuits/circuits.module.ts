import { Module } from '@nestjs/common';
import { CircuitLiveReader } from './circuit-live.reader.js';
import { CircuitRepository } from './circuit.repository.js';
import { CircuitWriter } from './circuit.writer.js';
import { CircuitsController } from './circuits.controller.js';
import { CircuitsService } from './circuits.service.js';

/** Circuits: the list, one circuit, and their live shape for whoever pushes it. */
@Module({
  controllers: [CircuitsController],
  providers: [CircuitsService, CircuitRepository, CircuitLiveReader, CircuitWriter],
  exports: [CircuitLiveReader, CircuitWriter],
})
export class CircuitsModule {}
