/** A cell: text, a number, or nothing. */
export type Cell = string | number | null;

/** One table of a report; PDF, XLSX and CSV are made of the same. */
export interface Sheet {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}
