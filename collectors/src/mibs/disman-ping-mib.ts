import { integer, optional, type RawCells, unsigned32 } from './smi.js';

/** DISMAN-PING-MIB (RFC 4560): pingCtlTable and pingResultsTable. The index is owner and name of the test. */
const PING_CTL_ENTRY = '1.3.6.1.2.1.80.1.2.1';
const PING_RESULTS_ENTRY = '1.3.6.1.2.1.80.1.3.1';

/** Round trips in whole milliseconds. */
export const PING_COLUMNS = {
  probeCount: `${PING_CTL_ENTRY}.7`,
  operStatus: `${PING_RESULTS_ENTRY}.1`,
  minRtt: `${PING_RESULTS_ENTRY}.4`,
  maxRtt: `${PING_RESULTS_ENTRY}.5`,
  averageRtt: `${PING_RESULTS_ENTRY}.6`,
  responses: `${PING_RESULTS_ENTRY}.7`,
  sent: `${PING_RESULTS_ENTRY}.8`,
} as const;

/** pingResultsOperStatus: enabled(1) while a test runs, disabled(2) and completed(3) after it. */
const RUNNING = 1;

export interface PingTest {
  readonly minMs: number | null;
  readonly averageMs: number | null;
  readonly maxMs: number | null;
  readonly sent: number;
  readonly responses: number;
  /** Whether all probes of the test were sent. An agent that repeats a test says it is running in between as well. */
  readonly isFinished: boolean;
}

/**
 * The index below a column: two strings of variable length, each with its length in front (RFC 2578 section 7.7).
 *
 * @param owner pingCtlOwnerIndex
 * @param testName pingCtlTestName
 */
export function pingIndex(owner: string, testName: string): string {
  return [owner, testName].map((name) => [Buffer.byteLength(name), ...Buffer.from(name)].join('.')).join('.');
}

/**
 * @returns null when the device has no results of such a test
 * @throws SmiError
 */
export function decodePing(cells: RawCells<keyof typeof PING_COLUMNS>): PingTest | null {
  const sent = optional(cells.sent, unsigned32);
  const responses = optional(cells.responses, unsigned32);
  if (sent === null || responses === null) return null;
  const probeCount = optional(cells.probeCount, unsigned32) ?? 1;
  const isRunning = optional(cells.operStatus, integer) === RUNNING;
  return {
    minMs: optional(cells.minRtt, unsigned32),
    averageMs: optional(cells.averageRtt, unsigned32),
    maxMs: optional(cells.maxRtt, unsigned32),
    sent,
    responses,
    isFinished: sent > 0 && (!isRunning || sent >= probeCount),
  };
}
