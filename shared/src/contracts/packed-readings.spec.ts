import fc from 'fast-check';
import type { Reading } from './collector.contract.js';
import { packReadings, packSamples, unpackReadings, unpackSamples } from './packed-readings.js';

const MOST = 100;
const number = fc.oneof(
  fc.nat(),
  fc.maxSafeNat(),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true }).map((value) => (value === 0 ? 0 : value)),
);
const maybe = fc.option(number, { nil: null });
const reading: fc.Arbitrary<Reading> = fc.record({
  portId: number,
  slot: number,
  takenAt: number,
  status: fc.oneof(fc.constantFrom('OK', 'GAP'), fc.string({ maxLength: 20 })),
  dtMs: maybe,
  inBps: maybe,
  outBps: maybe,
  inOctets: maybe,
  outOctets: maybe,
  inErrors: maybe,
  outErrors: maybe,
  inDiscards: maybe,
  outDiscards: maybe,
  inPackets: maybe,
  outPackets: maybe,
  adminStatus: maybe,
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
function someReading(): Reading {
  const [first] = fc.sample(reading, 1);
  if (first === undefined) throw new Error('no sample');
  return first;
}

const like = (first: Reading, row: number): Reading => ({
  ...first,
  portId: row + 1,
  slot: 1_795_000_020,
  takenAt: 1_795_000_020_031,
  status: 'OK',
  dtMs: 60_000,
  inOctets: 7_500_000 + row,
  inBps: Math.round(((7_500_000 + row) * 8_000) / 60_000),
});

const fromBase64 = (text: string): Uint8Array => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

describe('packed readings', () => {
  it('come back as they were, whatever they hold', () => {
    fc.assert(
      fc.property(fc.array(reading, { maxLength: 12 }), fc.integer({ min: 0, max: 20 }), (some, alike) => {
        const [first] = some;
        const readings =
          first === undefined ? some : [...some, ...Array.from({ length: alike }, (_, row) => like(first, row))];

        expect(unpackReadings(packReadings(readings), MOST)).toEqual(readings);
        const samples = readings.map(({ ifIndex: _, speedBps: __, resume: ___, ...sample }) => sample);
        expect(unpackSamples(packSamples(readings), MOST)).toEqual(samples);
      }),
    );
  });

  it('of an earlier version, which told no counts, are read', () => {
    const octets = 'AQEBAQwBAaib7K8NAQE+AQJPSwEAAeDUAwHg4ckDAZh1AQAAAQABAAGoRgFkAQEBAQEAAQEAAQEAAQEEAYDC1y8BBQ==';
    const [reading] = unpackReadings({ octets: fromBase64(octets), notes: 'noted' }, MOST);

    expect([reading?.portId, reading?.inOctets, reading?.speedBps]).toEqual([7, 7_500_000, 100_000_000]);
    expect([reading?.fromTicks, reading?.toTicks, reading?.inCount, reading?.outCount]).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  it('give those that are asked for', () => {
    const first = someReading();
    const readings = Array.from({ length: 32 }, (_, row) => like(first, row));

    const found = unpackSamples(packSamples(readings), MOST, (portId) => portId === 7);

    expect(found.map(({ portId, inOctets }) => [portId, inOctets])).toEqual([[7, 7_500_006]]);
  });

  it('are refused by name when they are cut, longer, too many or of octets by chance, and never hang', () => {
    const first = someReading();
    const packed = packReadings(Array.from({ length: 8 }, (_, row) => like(first, row)));
    for (let length = 0; length < packed.octets.length; length += 1) {
      expect(() => unpackReadings({ ...packed, octets: packed.octets.slice(0, length) }, MOST)).toThrowError(
        RangeError,
      );
    }
    const longer = Uint8Array.of(...packed.octets, 0);
    expect(() => unpackReadings({ ...packed, octets: longer }, MOST)).toThrowError(RangeError);
    expect(() => unpackReadings({ ...packed, notes: `${packed.notes}x` }, MOST)).toThrowError(RangeError);
    expect(() => unpackReadings(packed, 7)).toThrowError(RangeError);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (octets) => {
        try {
          expect(unpackReadings({ octets: Uint8Array.of(1, ...octets), notes: '' }, MOST).length).toBeLessThanOrEqual(
            MOST,
          );
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
    );
  });
});
