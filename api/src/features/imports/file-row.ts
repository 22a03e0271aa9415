import { isIP } from 'node:net';
import { CODE, isTimeZone, type RowProblem, type RowProblemCode, showsAsStored, typedRate } from '@linewatch/shared';
import ipaddr from 'ipaddr.js';

/** A row of the file: its cells by column. */
export interface FileRow {
  /** From 1, as an editor counts. */
  readonly line: number;
  readonly cells: ReadonlyMap<string, string>;
}

const HOST_NAME = /^(?=.{1,120}$)[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*$/;
/** Numbers with dots are an address or a mistake, never a name. */
const ONLY_NUMBERS = /^[\d.]+$/;
const VALUE_SHOWN = 60;

/** Reads the cells of one row and gathers what is wrong with them. What is wrong reads as null. */
export class RowReader {
  readonly problems: RowProblem[] = [];

  constructor(private readonly row: FileRow) {}

  /** The cell as it was typed, without the quote that keeps spreadsheets from calculating it. */
  private cell(column: string): string {
    const typed = (this.row.cells.get(column) ?? '').trim().normalize('NFC');
    return /^'[=+\-@]/.test(typed) ? typed.slice(1) : typed;
  }

  refuse(column: string | null, problem: RowProblemCode): null {
    const value = column === null ? '' : this.cell(column).slice(0, VALUE_SHOWN);
    this.problems.push({ line: this.row.line, column, problem, value });
    return null;
  }

  isFilled(column: string): boolean {
    return this.cell(column) !== '';
  }

  text(column: string, max: number): string | null {
    const value = this.cell(column);
    if (value === '') return this.refuse(column, 'required');
    if (value.length > max) return this.refuse(column, 'too-long');
    return showsAsStored(value) ? value : this.refuse(column, 'not-plain-text');
  }

  /** A text that may be left out: then it is empty. */
  optional(column: string, max: number): string {
    return this.isFilled(column) ? (this.text(column, max) ?? '') : '';
  }

  code(column: string, max: number, shape: RegExp = CODE): string | null {
    const value = this.text(column, max);
    if (value === null) return null;
    return shape.test(value) ? value : this.refuse(column, 'not-a-code');
  }

  /** One of some words, to the letter; `otherwise` where the cell is empty. */
  choice(column: string, choices: ReadonlySet<string>, otherwise?: string): string | null {
    const value = this.cell(column);
    if (value === '') return otherwise ?? this.refuse(column, 'required');
    return choices.has(value) ? value : this.refuse(column, 'not-a-choice');
  }

  port(column: string, otherwise: number): number | null {
    const value = this.cell(column);
    if (value === '') return otherwise;
    const port = /^[1-9]\d{0,4}$/.test(value) ? Number(value) : 0;
    return port >= 1 && port <= 65_535 ? port : this.refuse(column, 'not-a-number');
  }

  /** Bit/s, with `k`, `M` or `G` for thousands of them. */
  rate(column: string): number | null {
    const rate = typedRate(this.cell(column));
    return rate ?? this.refuse(column, this.isFilled(column) ? 'not-a-rate' : 'required');
  }

  /** `YYYY-MM-DD`, a day that there is; empty where nothing is said. */
  day(column: string): string | null {
    const value = this.cell(column);
    if (value === '') return '';
    const isDay = /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value));
    const exists = isDay && new Date(`${value}T00:00:00Z`).toISOString().startsWith(value);
    return exists ? value : this.refuse(column, 'not-a-day');
  }

  zone(column: string, otherwise: string): string | null {
    const value = this.cell(column);
    if (value === '') return otherwise;
    return value.length <= 64 && isTimeZone(value) ? value : this.refuse(column, 'not-a-zone');
  }

  /** An address in its shortest spelling, so that one device is not taken in twice, or a host name. */
  address(column: string): string | null {
    const value = this.cell(column);
    if (value === '') return this.refuse(column, 'required');
    if (isIP(value) !== 0 && !value.includes('%')) return ipaddr.parse(value).toString();
    const isName = HOST_NAME.test(value) && !ONLY_NUMBERS.test(value);
    return isName ? value.toLowerCase() : this.refuse(column, 'not-an-address');
  }
}
