export { CreditTableRepository } from './credit-table.repository.js';
export { MinutesLeft } from './minutes-left.js';
export { type ClosingRun, MonthClosing } from './month-closing.js';
export type { LedgerOfMonth } from './ledger-of-month.js';
export { MonthLedger } from './month-ledger.js';
export { type ClosedMonth } from './sla-month.repository.js';
export { SlaModule } from './sla.module.js';
export type { Snapshot, StoredFigure, StoredFigures } from './snapshot.js';
export { SpecificationRepository } from './specification.repository.js';
