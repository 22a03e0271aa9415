export { ShiftSheetRepository, type StoredSheet } from './shift-sheet.repository.js';
export { ShiftsModule } from './shifts.module.js';
