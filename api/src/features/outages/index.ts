export { CircuitTimes } from './circuit-times.js';
export { type KnownOutageRow, OutageLedger } from './outage-ledger.js';
export { OutagesModule } from './outages.module.js';
export { OutagesService } from './outages.service.js';
