import type { ReportChange, ReportCircuitChange, ReportDifference } from '@linewatch/shared';

/** A row of the table of differences: one figure of all circuits or of one, or that only one version has a circuit. */
export interface DifferenceRow {
  readonly key: string;
  /** Null: all circuits together. */
  readonly circuit: ReportCircuitChange | null;
  /** Null: the circuit is in one version only. */
  readonly change: ReportChange | null;
}

/** The rows of a difference: what all circuits come to first. */
export function rowsOf(difference: ReportDifference | null): DifferenceRow[] {
  if (difference === null) return [];
  return [
    ...difference.totals.map((change) => ({ key: change.figure, circuit: null, change })),
    ...difference.circuits.flatMap((circuit): DifferenceRow[] =>
      circuit.onlyIn === null
        ? circuit.changes.map((change) => ({ key: `${circuit.circuitId} ${change.figure}`, circuit, change }))
        : [{ key: circuit.circuitId, circuit, change: null }],
    ),
  ];
}

/** Minutes with two places: fine enough that other seconds are another number. */
export function exactMinutes(seconds: number): string {
  return String(Math.round((seconds * 100) / 60) / 100);
}
