import { Module } from '@nestjs/common';
import { CircuitLiveReader } from './circuit-live.reader.js';

/** Circuits: the list, one circuit, and their live shape for whoever pushes it. */
@Module({
  providers: [CircuitLiveReader],
  exports: [CircuitLiveReader],
})
export class CircuitsModule {}
