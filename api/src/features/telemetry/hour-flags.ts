import type { OctetReader } from './octet-reader.js';
import { OctetWriter } from './octet-writer.js';
import { type NullMemory, readColumn, writeColumn } from './packed-column.js';

type Column = (number | null)[];

/** First octet of a body: how the rest is to be read. */
export const SEALED_VERSION = 3;
/** Columns of a sealed hour, a bit each, and things that are told in one of up to four forms, two bits each. */
const COLUMNS = 21;
const FORMS = 8;
const FLAGS = COLUMNS + 2 * FORMS;

/**
 * Takes the columns of a sealed hour, and by which of its forms each is told. All that is said of them in a bit or two
 * stands in front: half of the columns are 0 throughout, and take nothing else.
 */
export class HourSink {
  readonly writer = new OctetWriter();
  private readonly memory: NullMemory = { present: null };
  private readonly flags: number[] = [];

  column(column: Column): void {
    const isZero = column.every((value) => value === 0);
    this.flags.push(isZero ? 1 : 0);
    if (!isZero) writeColumn(this.writer, column, this.memory);
  }

  /** @param form 0 to 3 */
  form(form: number): void {
    this.flags.push(form % 2, Math.floor(form / 2));
  }

  /** Version, flags, and all that was written. */
  toOctets(): Uint8Array {
    if (this.flags.length !== FLAGS) throw new Error('a sealed hour has other columns than its form says');
    const head = new OctetWriter();
    head.octet(SEALED_VERSION);
    for (const flag of this.flags) head.bits(flag, 1);
    head.endBits();
    return Buffer.concat([head.toOctets(), this.writer.toOctets()]);
  }
}

/** Gives back what an HourSink took, in the same order; or, of an earlier version, what stands without flags. */
export class HourSource {
  private readonly memory: NullMemory = { present: null };
  private readonly flags: number[] = [];
  private next = 0;

  /** @param reader behind the version */
  constructor(
    readonly reader: OctetReader,
    private readonly length: number,
    private readonly hasFlags: boolean,
  ) {
    if (!hasFlags) return;
    for (let flag = 0; flag < FLAGS; flag += 1) this.flags.push(reader.bits(1));
    reader.endBits();
  }

  column(): Column {
    if (this.hasFlags && this.flag() === 1) return new Array<number>(this.length).fill(0);
    return readColumn(this.reader, this.length, this.memory);
  }

  form(): number {
    return this.hasFlags ? this.flag() + 2 * this.flag() : this.reader.octet();
  }

  private flag(): number {
    const flag = this.flags[this.next];
    this.next += 1;
    return flag ?? 0;
  }
}
