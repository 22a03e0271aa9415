import { type PortStatus, STALE_AFTER_INTERVALS } from '@linewatch/shared';
import { PORTS_A_BLOCK } from './port-blocks.js';

/** An answer of an agent by its own clock (sysUpTime) and its counters of octets, modulo 2^48. */
export interface Point {
  readonly ticks: number;
  /** null: the agent has no counter of 64 bits. */
  readonly inCount: number | null;
  readonly outCount: number | null;
}

/** What is known of a port now. */
export interface PortNow {
  readonly portId: number;
  readonly status: PortStatus;
  /** ms, like all times here. */
  readonly since: number | null;
  readonly sampleAt: number | null;
  readonly slot: number | null;
  readonly inBps: number | null;
  readonly outBps: number | null;
  readonly ifIndex: number | null;
  readonly speedBps: number | null;
  /** The collector's own note at the newest reading, handed back in the work list. */
  readonly resume: string | null;
}

/** What the newest reading of a port said of its traffic. */
export type PortFigures = Pick<PortNow, 'sampleAt' | 'inBps' | 'outBps'>;

/**
 * A port as it lay in `port_block` as text: number, status, since, sampleAt, slot, the highest slot that is stored of it, then
 * the rest of PortNow, and where its readings end. Status null: of the port only that and the slot are known.
 */
type StoredPort = readonly [
  portId: number,
  status: string | null,
  since: number | null,
  sampleAt: number | null,
  slot: number | null,
  reach: number | null,
  inBps: number | null,
  outBps: number | null,
  ifIndex: number | null,
  speedBps: number | null,
  resume: string | null,
  joint?: StoredPoint | null,
];
/** Ticks, octets in and out of a `Point`. */
type StoredPoint = readonly [ticks: number, inCount: number | null, outCount: number | null];

/**
 * Where what is known of a port lies among its numbers: the rest of PortNow, `reach`, the highest slot that is stored of
 * it, and where its readings end. NaN: it is not known. The order is written into the store: a field may be added behind
 * the others with a new version, none may move.
 */
export const FIELD = {
  status: 0,
  since: 1,
  sampleAt: 2,
  slot: 3,
  reach: 4,
  inBps: 5,
  outBps: 6,
  ifIndex: 7,
  speedBps: 8,
  endTicks: 9,
  endInCount: 10,
  endOutCount: 11,
} as const;
export const FIELDS = Object.keys(FIELD).length;

/** Statuses by the number that stands for them in the store: one may be added at the end, none may move. */
const STATUSES = ['UP', 'DOWN', 'ADMIN_DOWN', 'TESTING', 'STANDBY', 'UNKNOWN'] as const satisfies readonly PortStatus[];

const VERSION = 1;
const LENGTHS_AT = 1;
const OCTETS_A_LENGTH = 2;
const NO_RESUME = 0xffff;
const CELLS_AT = LENGTHS_AT + OCTETS_A_LENGTH * PORTS_A_BLOCK;
const CELLS_LENGTH = FIELDS * PORTS_A_BLOCK * Float64Array.BYTES_PER_ELEMENT;

/** A row of `port_block`: what lies in it as octets or, before a page was written anew, as text. */
export interface StoredPage {
  readonly block: number;
  readonly ports: string;
  readonly body: Uint8Array | null;
}

/** The ports of one block: one row, and in memory numbers side by side. */
export class PortPage {
  /** The fields of each port of the block, one port behind the other. */
  readonly cells = new Float64Array(FIELDS * PORTS_A_BLOCK).fill(NaN);
  /** The collector's notes, by place. */
  readonly resumes: (string | null)[] = new Array<string | null>(PORTS_A_BLOCK).fill(null);
  isChanged = false;
  /** Of its row as it lies in the database; null: it has none yet. */
  mark: number | null = null;
  private readonly first: number;

  constructor(readonly block: number) {
    this.first = block * PORTS_A_BLOCK;
  }

  static open({ block, ports, body }: StoredPage): PortPage {
    const page = new PortPage(block);
    if (body === null) page.readText(ports);
    else page.readOctets(body);
    return page;
  }

  /** What one port's newest reading said, without a look at the others; null: it was never read. */
  static figuresIn(stored: StoredPage, portId: number): PortFigures | null {
    if (stored.body === null) return PortPage.open(stored).get(portId) ?? null;
    const { buffer, byteOffset, byteLength } = stored.body;
    const octets = new DataView(buffer, byteOffset, byteLength);
    if (octets.getUint8(0) !== VERSION) throw unknownVersion(octets.getUint8(0));
    const at = CELLS_AT + (portId - stored.block * PORTS_A_BLOCK) * FIELDS * Float64Array.BYTES_PER_ELEMENT;
    const read = (field: number): number | null => {
      const value = octets.getFloat64(at + field * Float64Array.BYTES_PER_ELEMENT, true);
      return Number.isNaN(value) ? null : value;
    };
    if (read(FIELD.status) === null) return null;
    return { sampleAt: read(FIELD.sampleAt), inBps: read(FIELD.inBps), outBps: read(FIELD.outBps) };
  }

  get portIds(): number[] {
    const known: number[] = [];
    for (let place = 0; place < PORTS_A_BLOCK; place += 1) {
      if (!Number.isNaN(this.cells[place * FIELDS + FIELD.status])) known.push(this.first + place);
    }
    return known;
  }

  /** Where the fields of a port begin. */
  cellsOf(portId: number): number {
    return (portId - this.first) * FIELDS;
  }

  get(portId: number): PortNow | undefined {
    const at = this.cellsOf(portId);
    const status = STATUSES[this.cells[at + FIELD.status] ?? NaN];
    if (status === undefined) return undefined;
    return {
      portId,
      status,
      since: this.read(at + FIELD.since),
      sampleAt: this.read(at + FIELD.sampleAt),
      slot: this.read(at + FIELD.slot),
      inBps: this.read(at + FIELD.inBps),
      outBps: this.read(at + FIELD.outBps),
      ifIndex: this.read(at + FIELD.ifIndex),
      speedBps: this.read(at + FIELD.speedBps),
      resume: this.resumes[portId - this.first] ?? null,
    };
  }

  /** The status of a port; undefined before its first answer. */
  statusOf(portId: number): PortStatus | undefined {
    return STATUSES[this.cells[this.cellsOf(portId) + FIELD.status] ?? NaN];
  }

  /** When the newest reading of a port was taken, and its rates. */
  ratesOf(portId: number): PortFigures {
    const at = this.cellsOf(portId);
    const [inBps, outBps] = [this.read(at + FIELD.inBps), this.read(at + FIELD.outBps)];
    return { sampleAt: this.read(at + FIELD.sampleAt), inBps, outBps };
  }

  /** The highest slot that is stored of a port; null: none is. */
  reach(portId: number): number | null {
    return this.read(this.cellsOf(portId) + FIELD.reach);
  }

  /** The point from which the next reading of a port goes on; null: none is known to. */
  joint(portId: number): Point | null {
    const at = this.cellsOf(portId);
    const ticks = this.read(at + FIELD.endTicks);
    if (ticks === null) return null;
    return { ticks, inCount: this.read(at + FIELD.endInCount), outCount: this.read(at + FIELD.endOutCount) };
  }

  join(portId: number, joint: Point | null): void {
    const at = this.cellsOf(portId);
    if (joint === null && Number.isNaN(this.cells[at + FIELD.endTicks])) return;
    this.cells[at + FIELD.endTicks] = joint?.ticks ?? NaN;
    this.cells[at + FIELD.endInCount] = joint?.inCount ?? NaN;
    this.cells[at + FIELD.endOutCount] = joint?.outCount ?? NaN;
    this.isChanged = true;
  }

  set(now: PortNow): void {
    const at = this.cellsOf(now.portId);
    this.cells[at + FIELD.status] = STATUSES.indexOf(now.status);
    for (const name of ['since', 'sampleAt', 'slot', 'inBps', 'outBps', 'ifIndex', 'speedBps'] as const) {
      this.cells[at + FIELD[name]] = now[name] ?? NaN;
    }
    this.resumes[now.portId - this.first] = now.resume;
    this.isChanged = true;
    if (now.slot !== null) this.reached(now.portId, now.slot);
  }

  reached(portId: number, slot: number): void {
    const at = this.cellsOf(portId) + FIELD.reach;
    if (slot <= (this.read(at) ?? -1)) return;
    this.cells[at] = slot;
    this.isChanged = true;
  }

  /**
   * The moment (ms) before which none of the ports can have fallen silent; null: none of them can.
   *
   * @param ports of `portIds`, in that order; undefined for one that is no longer polled. Intervals in ms
   */
  silentAt(ports: readonly ({ readonly intervalMs: number } | undefined)[]): number | null {
    let first: number | null = null;
    let at = -1;
    for (let place = 0; place < PORTS_A_BLOCK; place += 1) {
      const sampleAt = this.cells[place * FIELDS + FIELD.sampleAt] ?? NaN;
      const status = this.cells[place * FIELDS + FIELD.status] ?? NaN;
      if (Number.isNaN(status)) continue;
      at += 1;
      const port = ports[at];
      if (Number.isNaN(sampleAt) || STATUSES[status] === 'UNKNOWN' || port === undefined) continue;
      const silentAt = sampleAt + STALE_AFTER_INTERVALS * port.intervalMs;
      if (first === null || silentAt < first) first = silentAt;
    }
    return first;
  }

  /** Version, the lengths of the notes, the numbers of the ports (64 bits, least octet first), and the notes. */
  toOctets(): Buffer {
    let notes = '';
    for (const resume of this.resumes) notes += resume ?? '';
    const octets = Buffer.allocUnsafe(CELLS_AT + CELLS_LENGTH + Buffer.byteLength(notes));
    octets[0] = VERSION;
    for (let place = 0; place < PORTS_A_BLOCK; place += 1) {
      octets.writeUInt16LE(this.resumes[place]?.length ?? NO_RESUME, LENGTHS_AT + OCTETS_A_LENGTH * place);
    }
    octets.set(new Uint8Array(this.cells.buffer), CELLS_AT);
    octets.write(notes, CELLS_AT + CELLS_LENGTH);
    return octets;
  }

  private read(at: number): number | null {
    const value = this.cells[at] ?? NaN;
    return Number.isNaN(value) ? null : value;
  }

  private readOctets(body: Uint8Array): void {
    const octets = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
    if (octets[0] !== VERSION) throw unknownVersion(octets[0]);
    new Uint8Array(this.cells.buffer).set(octets.subarray(CELLS_AT, CELLS_AT + CELLS_LENGTH));
    const notes = octets.toString('utf8', CELLS_AT + CELLS_LENGTH);
    let at = 0;
    for (let place = 0; place < PORTS_A_BLOCK; place += 1) {
      const length = octets.readUInt16LE(LENGTHS_AT + OCTETS_A_LENGTH * place);
      if (length === NO_RESUME) continue;
      this.resumes[place] = notes.slice(at, at + length);
      at += length;
    }
  }

  /** What earlier versions wrote. */
  private readText(text: string): void {
    for (const stored of JSON.parse(text) as StoredPort[]) {
      const [portId, status, since, sampleAt, slot, reach, inBps, outBps, ifIndex, speedBps, resume, joint] = stored;
      if (status !== null) {
        const known = { portId, status: status as PortStatus, since, sampleAt, slot };
        this.set({ ...known, inBps, outBps, ifIndex, speedBps, resume });
      }
      this.cells[this.cellsOf(portId) + FIELD.reach] = reach ?? NaN;
      if (joint) this.join(portId, { ticks: joint[0], inCount: joint[1], outCount: joint[2] });
    }
    this.isChanged = false;
  }
}

function unknownVersion(version: number | undefined): RangeError {
  return new RangeError(`a page of ports of the unknown version ${String(version)}`);
}
