export { ContradictionWatch } from './contradiction-watch.js';
export { DiscoveryModule } from './discovery.module.js';
export { DiscoveryRepository, toDiscoveryView } from './discovery.repository.js';
export { DiscoverySchedule } from './discovery-schedule.repository.js';
export { PollWishes } from './poll-wishes.repository.js';
