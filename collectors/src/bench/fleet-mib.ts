import { TAG } from '../practice-network/agent/ber-tags.js';
import { type BerWriter } from '../practice-network/agent/ber-writer.js';
import { type MibInstance, mibInstance, MibView } from '../practice-network/agent/mib-view.js';

const SYS_UP_TIME = '1.3.6.1.2.1.1.3';
const SNMP_ENGINE_BOOTS = '1.3.6.1.6.3.10.2.1.2';
const IF_NUMBER = '1.3.6.1.2.1.2.1';
const IF_TABLE_LAST_CHANGE = '1.3.6.1.2.1.31.1.5';
const IF_ENTRY = '1.3.6.1.2.1.2.2.1';
const IF_X_ENTRY = '1.3.6.1.2.1.31.1.1.1';

const UP = 1;
const ETHERNET = 6;
const MEGABITS = 1_000;
const GIGABIT = 1_000_000_000;
/** Up for long enough that every number keeps its width while a run lasts. */
const FIRST_TICKS = 0x1000_0000;
const FIRST_COUNT = 2 ** 41;
const COUNTER_OCTETS = 6;
/** Mean length of the packets, and how far the octets of a reading may wander. */
const PACKET_OCTETS = 700;
const WANDER_OCTETS = 90_000;

/** The counters that grow, by their column of ifXTable. */
const GROWING = { 6: 'inOctets', 7: 'inPackets', 10: 'outOctets', 11: 'outPackets' } as const;
export type GrowingCounter = (typeof GROWING)[keyof typeof GROWING];

/** A number in an answer that differs from device to device and from moment to moment; `at` counts from the bindings' start. */
export interface FleetField {
  readonly at: number;
  readonly kind: 'upTime' | GrowingCounter;
  readonly port: number;
}

/** Whose values are written, and when: s since the fleet began. */
export interface FleetMoment {
  device: number;
  elapsedMs: number;
}

/** sysUpTime.0, in hundredths of a second. */
export function upTimeOf({ elapsedMs }: FleetMoment): number {
  return FIRST_TICKS + Math.floor(elapsedMs / 10);
}

/**
 * A counter of a port as it is now: a load between 8 and 400 Mbit/s that wanders a little from reading to reading.
 *
 * @returns a value of exactly six octets
 */
export function countOf({ device, elapsedMs }: FleetMoment, port: number, counter: GrowingCounter): number {
  const seed = (Math.imul(device * 64 + port + 1, 2_654_435_761) >>> 8) & 0xffff;
  const isOut = counter === 'outOctets' || counter === 'outPackets';
  const octetsPerMs = 1_000 + (isOut ? seed >>> 1 : seed) * 0.7;
  const noise = (Math.imul(seed + Math.floor(elapsedMs / 1_000) + (isOut ? 7 : 0), 40_503) >>> 4) % WANDER_OCTETS;
  const octets = octetsPerMs * elapsedMs + noise;
  const isPackets = counter === 'inPackets' || counter === 'outPackets';
  return FIRST_COUNT + Math.floor(isPackets ? octets / PACKET_OCTETS : octets);
}

/** The MIB of every device of the fleet: ifIndex 1..P, up, at a gigabit. What differs is noted while it is written. */
export class FleetMib {
  readonly view: MibView;
  /** Fields of the values written since the list was emptied last. */
  fields: FleetField[] = [];

  constructor(
    ports: number,
    private readonly moment: FleetMoment,
  ) {
    this.view = new MibView([
      mibInstance(SYS_UP_TIME, 0, (writer) => {
        this.note(writer, 'upTime', 0);
        writer.appendUnsigned(TAG.timeTicks, upTimeOf(this.moment));
      }),
      mibInstance(SNMP_ENGINE_BOOTS, 0, integer(3)),
      mibInstance(IF_NUMBER, 0, integer(ports)),
      mibInstance(IF_TABLE_LAST_CHANGE, 0, unsigned(TAG.timeTicks, 0)),
      ...Array.from({ length: ports }, (_, at) => this.row(at + 1)).flat(),
    ]);
  }

  private row(port: number): MibInstance[] {
    const name = `ge-0/0/${String(port)}`;
    const ifEntry: Record<number, (writer: BerWriter) => void> = {
      1: integer(port),
      2: text(name),
      3: integer(ETHERNET),
      5: unsigned(TAG.gauge32, GIGABIT),
      7: integer(UP),
      8: integer(UP),
      9: unsigned(TAG.timeTicks, FIRST_TICKS / 2),
      13: unsigned(TAG.counter32, 17),
      14: unsigned(TAG.counter32, 5),
      19: unsigned(TAG.counter32, 23),
      20: unsigned(TAG.counter32, 9),
    };
    const ifXEntry: Record<number, (writer: BerWriter) => void> = {
      1: text(name),
      15: unsigned(TAG.gauge32, MEGABITS),
      18: text(`line ${String(port)}`),
      19: unsigned(TAG.timeTicks, 0),
    };
    for (const [column, counter] of Object.entries(GROWING)) {
      ifXEntry[Number(column)] = (writer) => {
        this.note(writer, counter, port);
        appendCount(writer, countOf(this.moment, port, counter));
      };
    }
    return [
      ...Object.entries(ifEntry).map(([column, append]) => mibInstance(`${IF_ENTRY}.${column}`, port, append)),
      ...Object.entries(ifXEntry).map(([column, append]) => mibInstance(`${IF_X_ENTRY}.${column}`, port, append)),
    ];
  }

  /** The value follows its tag and length. */
  private note(writer: BerWriter, kind: FleetField['kind'], port: number): void {
    this.fields.push({ at: writer.length + 2, kind, port });
  }
}

/** Writes a counter in six octets, so that it can be written again in its place. */
function appendCount(writer: BerWriter, count: number): void {
  const octets = Buffer.allocUnsafe(2 + COUNTER_OCTETS);
  octets[0] = TAG.counter64;
  octets[1] = COUNTER_OCTETS;
  octets.writeUIntBE(count, 2, COUNTER_OCTETS);
  writer.appendEncoded(octets);
}

function integer(value: number): (writer: BerWriter) => void {
  return (writer) => {
    writer.appendInteger(value);
  };
}

function unsigned(tag: number, value: number): (writer: BerWriter) => void {
  return (writer) => {
    writer.appendUnsigned(tag, value);
  };
}

function text(value: string): (writer: BerWriter) => void {
  const octets = Buffer.from(value);
  return (writer) => {
    writer.appendOctets(octets);
  };
}
