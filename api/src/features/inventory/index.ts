export { CredentialRepository, type NewCredential } from './credential.repository.js';
export { InventoryModule } from './inventory.module.js';
export { type DevicePlace, InventoryReader, type InventoriedDevice, type PolledInventory } from './inventory.reader.js';
export { InventoryRepository, type NewDevice } from './inventory.repository.js';
export { type MeasureSettings, MeasurePointRepository, type NewMeasurePoint } from './measure-point.repository.js';
export { type PlacedProbe, probeKey, probeOfKey } from './measured-work.js';
export type { PollProfileEntity } from './poll-profile.entity.js';
export type { PortEntity } from './port.entity.js';
