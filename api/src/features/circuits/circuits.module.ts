import { Module, type OnModuleInit } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { OutboxTail } from '../../platform/outbox/outbox-tail.js';
import { WorksCoverModule } from '../works-cover/index.js';
import { CircuitAlias } from './circuit-alias.js';
import { CircuitAliasController } from './circuit-alias.controller.js';
import { CircuitGlance } from './circuit-glance.js';
import { CircuitGlanceRepository } from './circuit-glance.repository.js';
import { CircuitLiveReader } from './circuit-live.reader.js';
import { CircuitNames } from './circuit-names.reader.js';
import { CircuitRepository } from './circuit.repository.js';
import { CircuitWriter } from './circuit.writer.js';
import { CircuitsController } from './circuits.controller.js';
import { CircuitsService } from './circuits.service.js';
import { NetworkMapController } from './network-map.controller.js';
import { NetworkMapService } from './network-map.service.js';

/** Circuits: the list, one circuit, and their live shape for whoever pushes it. */
@Module({
  controllers: [CircuitAliasController, CircuitsController, NetworkMapController],
  imports: [WorksCoverModule],
  providers: [
    CircuitAlias,
    CircuitGlance,
    CircuitGlanceRepository,
    CircuitsService,
    CircuitRepository,
    CircuitLiveReader,
    CircuitNames,
    CircuitWriter,
    NetworkMapService,
  ],
  exports: [CircuitGlance, CircuitLiveReader, CircuitNames, CircuitWriter],
})
export class CircuitsModule implements OnModuleInit {
  constructor(
    private readonly tail: OutboxTail,
    private readonly reader: CircuitLiveReader,
    private readonly database: Database,
  ) {}

  onModuleInit(): void {
    this.tail.describeBy(async (ids) => {
      const circuits = await this.reader.read(ids, this.database);
      return new Map(circuits.map(({ live, siteIds }) => [live.id, { siteIds, body: live }]));
    });
  }
}
