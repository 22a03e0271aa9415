export { CredentialRepository, type NewCredential } from './credential.repository.js';
export { InventoryModule } from './inventory.module.js';
export { type DevicePlace, InventoryReader, type InventoriedDevice, type PolledInventory } from './inventory.reader.js';
export { InventoryRepository, type NewDevice, type NewPollProfile } from './inventory.repository.js';
export { InventorySetup } from './inventory-setup.repository.js';
export { InventoryVersion } from './inventory-version.js';
export type { PollProfileEntity } from './poll-profile.entity.js';
export type { PortEntity } from './port.entity.js';
