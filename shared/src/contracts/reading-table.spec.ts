import fc from 'fast-check';
import type { Reading } from './collector.contract.js';
import { packReadings, packSamples, unpackReadings } from './packed-readings.js';
import { noteOf, openTable, packRows, readingAt } from './reading-table.js';

const MOST = 100;
const number = fc.oneof(
  fc.nat(),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true }).map((value) => (value === 0 ? 0 : value)),
);
const maybe = fc.option(number, { nil: null });
const alike = <Value>(value: Value): fc.Arbitrary<Value> => fc.constant(value);
const reading: fc.Arbitrary<Reading> = fc.record({
  portId: fc.oneof(fc.nat(), number),
  slot: fc.oneof(alike(1_795_000_020), number),
  takenAt: fc.oneof(alike(1_795_000_020_031), number),
  status: fc.oneof(fc.constantFrom('OK', 'GAP'), fc.string({ maxLength: 20 })),
  dtMs: fc.oneof(alike(60_000), maybe),
  inBps: maybe,
  outBps: maybe,
  inOctets: maybe,
  outOctets: maybe,
  inErrors: fc.oneof(alike(0), maybe),
  outErrors: maybe,
  inDiscards: maybe,
  outDiscards: maybe,
  inPackets: maybe,
  outPackets: maybe,
  adminStatus: fc.oneof(alike(1), maybe),
  operStatus: maybe,
  lastChangeAt: maybe,
  ifIndex: maybe,
  speedBps: maybe,
  fromTicks: maybe,
  toTicks: maybe,
  inCount: maybe,
  outCount: maybe,
  resume: fc.string({ unit: 'binary', maxLength: 40 }),
});

describe('a table of readings', () => {
  it('holds what the readings hold, and packs any of its rows as their samples are packed', () => {
    fc.assert(
      fc.property(fc.array(reading, { maxLength: 12 }), fc.array(fc.nat({ max: 11 })), (readings, wanted) => {
        const packed = packReadings(readings);
        const table = openTable(packed, MOST);
        const rows = wanted.filter((row) => row < readings.length);

        expect(readings.map((_, row) => readingAt(table, row))).toEqual(unpackReadings(packed, MOST));
        expect(readings.map((_, row) => noteOf(table, row))).toEqual(readings.map(({ resume }) => resume));
        const some = rows.flatMap((row) => readings[row] ?? []);
        expect(packRows(table, rows)).toEqual(packSamples(some));
      }),
    );
  });

  it('is refused exactly where the readings would be', () => {
    fc.assert(
      fc.property(
        fc.array(reading, { minLength: 1, maxLength: 4 }),
        fc.nat(),
        fc.nat({ max: 255 }),
        (some, at, octet) => {
          const packed = packReadings(some);
          const octets = packed.octets.slice();
          octets[at % octets.length] = octet;
          const refusal = (read: () => unknown): boolean => {
            try {
              read();
              return false;
            } catch (error) {
              expect(error).toBeInstanceOf(RangeError);
              return true;
            }
          };
          const spoilt = { ...packed, octets };
          const rows = refusal(() => unpackReadings(spoilt, MOST));
          const table = refusal(() => openTable(spoilt, MOST));

          // What is no number is a value to the one and refused by the other; neither reaches the store.
          expect(rows ? table : true).toBeTrue();
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
