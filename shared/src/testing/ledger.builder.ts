import {
  type ExcludedTime,
  type LedgerInput,
  type LineTime,
  type SlaTerms,
  termsWithoutContract,
} from '../domain/sla/index.js';

/** Terms of a contract around the clock; a test names only what it is about. */
export function someTerms(overrides: Partial<SlaTerms> = {}): SlaTerms {
  return { ...termsWithoutContract('Asia/Shanghai'), ...overrides };
}

/** Time that a line was down. ms */
export function downTime(from: number, to: number, overrides: Partial<LineTime> = {}): LineTime {
  return { from, to, state: 'down', evidence: 'POLL', cause: null, ref: null, ...overrides };
}

/** Time that nothing is known of. ms */
export function unknownTime(from: number, to: number): LineTime {
  return { from, to, state: 'unknown', evidence: 'STALE', cause: null, ref: null };
}

/** Time of a work that takes it out. ms */
export function excludedTime(from: number, to: number, overrides: Partial<ExcludedTime> = {}): ExcludedTime {
  return { from, to, reason: 'WORK', ref: null, isDisputed: false, ...overrides };
}

/** A period that the circuit lived through, around the clock. */
export function ledgerOf(from: number, to: number, overrides: Partial<LedgerInput> = {}): LedgerInput {
  const period = { from, to };
  return { period, life: [period], hours: [period], line: [], excluded: [], ...overrides };
}
