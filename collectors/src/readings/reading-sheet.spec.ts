import { packReadings, RATE_STATUSES, type Reading } from '@linewatch/shared';
import fc from 'fast-check';
import { aReading } from '../testing/reading.builder.js';
import { packSheets, ReadingSheet, rowsOf } from './reading-sheet.js';

const number = fc.oneof(fc.nat(), fc.maxSafeInteger());
const maybe = fc.option(number, { nil: null });
const reading: fc.Arbitrary<Reading> = fc
  .record({
    ...{ portId: fc.nat(), slot: number, takenAt: number, status: fc.constantFrom(...RATE_STATUSES) },
    ...{ dtMs: maybe, inBps: maybe, outBps: maybe, inOctets: maybe, outOctets: maybe, inErrors: maybe },
    ...{ adminStatus: maybe, operStatus: maybe, lastChangeAt: maybe, ifIndex: maybe, speedBps: maybe },
    ...{ fromTicks: maybe, toTicks: maybe, inCount: maybe, outCount: maybe },
    resume: fc.string({ unit: 'grapheme', maxLength: 150 }),
  })
  .map((own) => aReading(own));
const readings = fc.array(reading, { maxLength: 8 });

describe('a sheet of readings', () => {
  it('gives back what was put on it, in any number of parts', () => {
    fc.assert(
      fc.property(readings, fc.integer({ min: 1, max: 3 }), (some, most) => {
        const sheet = ReadingSheet.of(some);

        expect(sheet.toReadings()).toEqual(some);
        expect(sheet.portIds()).toEqual(some.map(({ portId }) => portId));
        expect(sheet.inParts(most).flatMap((part) => part.toReadings())).toEqual(some);
      }),
    );
  });

  it('is packed with others as their readings are', () => {
    fc.assert(
      fc.property(fc.array(readings, { maxLength: 4 }), (polls) => {
        const sheets = polls.map((some) => ReadingSheet.of(some));

        expect(rowsOf(sheets)).toBe(polls.flat().length);
        expect(packSheets(sheets)).toEqual(packReadings(polls.flat()));
      }),
    );
  });

  it('finds the row of an interface', () => {
    const sheet = ReadingSheet.of([aReading({ ifIndex: 3 }), aReading({ ifIndex: null }), aReading({ ifIndex: 9 })]);

    expect([3, 9, 4].map((ifIndex) => sheet.rowOfInterface(ifIndex))).toEqual([0, 2, -1]);
  });
});
