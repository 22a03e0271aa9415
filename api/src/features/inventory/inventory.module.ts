import { Module } from '@nestjs/common';
import { CredentialRepository } from './credential.repository.js';
import { InventoryReader } from './inventory.reader.js';
import { InventoryRepository } from './inventory.repository.js';
import { InventorySetup } from './inventory-setup.repository.js';
import { InventoryVersion } from './inventory-version.js';
import { MeasurePointSetup } from './measure-point-setup.repository.js';
import { MeasurePointRepository } from './measure-point.repository.js';

/** The operator's devices, their ports and how they are asked. */
@Module({
  providers: [
    CredentialRepository,
    InventoryReader,
    InventoryRepository,
    InventorySetup,
    InventoryVersion,
    MeasurePointRepository,
    MeasurePointSetup,
  ],
  exports: [
    CredentialRepository,
    InventoryReader,
    InventoryRepository,
    InventorySetup,
    InventoryVersion,
    MeasurePointRepository,
    MeasurePointSetup,
  ],
})
export class InventoryModule {}
