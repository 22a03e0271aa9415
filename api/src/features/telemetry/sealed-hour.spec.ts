import fc from 'fast-check';
import { PracticeSeries } from '../../bench/practice-series.js';
import { OctetReader } from './octet-reader.js';
import { bitWidth, countSize, OctetWriter, signedSize } from './octet-writer.js';
import { type NullMemory, readColumn, writeColumn } from './packed-column.js';
import type { StoredSample } from './sample-rows.js';
import { openHour, sealHour } from './sealed-hour.js';

const HOUR = 1_795_330_800;
const GREATEST = Number.MAX_SAFE_INTEGER;

describe('OctetWriter', () => {
  it('of an earlier version, which told no counts, is read', () => {
    const body = Buffer.from('AQIABBABUAECT0sAAdAPAdAPAaAfAAAAAAECAQIgAQABAAABBAABCA==', 'base64');

    expect(openHour({ n: 2, firstSlot: 1_795_000_020, body })).toEqual([
      aSample({ slot: 1_795_000_020 }),
      aSample({ slot: 1_795_000_021 }),
    ]);
  });

  it('of a version without flags in front is read', () => {
    const body = Buffer.from(
      'AgIABBABUAECT0sAAdAPAdAPAaAfAAAAAAECAQIgAQABAAABBAABCAECAISkJgEBAAECAITwLgEBAgCE2DYB',
      'base64',
    );
    const samples = [0, 1].map((at) => ({
      ...aSample({ slot: 1_795_000_020 + at }),
      ...{ fromTicks: 4_900 + 100 * at, toTicks: 5_000 + 100 * at },
      ...{ inCount: 7_000 + 1_000 * at, outCount: 9_000 + 2_000 * at },
    }));

    expect(openHour({ n: 2, firstSlot: 1_795_000_020, body })).toEqual(samples);
    expect(sealHour(samples).body.length).toBeLessThan(body.length);
  });

  it('takes less than twelve octets a reading of a busy line', () => {
    const series = Array.from({ length: 8 }, (_, portId) => new PracticeSeries(portId + 1, 60));
    const octets = series.map((one) => {
      const samples = Array.from({ length: 60 }, (_, minute) => one.next(HOUR + 60 * minute));
      const opened = openHour(sealHour(samples));
      expect(opened.map((sample, at) => ({ ...samples[at], ...sample }))).toEqual(samples);
      return sealHour(samples).body.length;
    });

    expect(octets.reduce((sum, own) => sum + own, 0) / (60 * series.length)).toBeLessThan(12);
  });

  it('tells counts that go on from each other in next to nothing', () => {
    const samples = Array.from({ length: 60 }, (_, at) => {
      const to = { toTicks: 5_000 + 100 * at, fromTicks: 4_900 + 100 * at };
      return {
        ...aSample({ slot: 1_795_000_020 + at }),
        ...to,
        inCount: 2 ** 47 + 1_000 * at,
        outCount: 7_000 + 2_000 * at,
      };
    });
    const bare = samples.map((sample) => aSample({ slot: sample.slot }));

    expect(openHour(sealHour(samples))).toEqual(samples);
    expect(sealHour(samples).body.length - sealHour(bare).body.length).toBeLessThan(60);
  });

  it('is read back, number by number, up to the greatest', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.nat(300), fc.maxSafeNat())), fc.array(fc.maxSafeInteger()), (counts, signed) => {
        const writer = new OctetWriter();
        for (const count of [...counts, 0, GREATEST]) writer.count(count);
        for (const value of [...signed, 0, GREATEST, -GREATEST]) writer.signed(value);
        const octets = writer.toOctets();
        const reader = new OctetReader(octets);

        expect([...counts, 0, GREATEST].map(() => reader.count())).toEqual([...counts, 0, GREATEST]);
        const all = [...signed, 0, GREATEST, -GREATEST];
        expect(all.map(() => reader.signed())).toEqual(all);
        expect(reader.isAtEnd).toBeTrue();
        const sizes = [...counts, 0, GREATEST].map(countSize).concat(all.map(signedSize));
        expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(octets.length);
      }),
    );
  });

  it('takes numbers of any width in runs of bits', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.nat(5), fc.maxSafeNat()), { minLength: 1 }), (values) => {
        const width = Math.max(...values.map(bitWidth));
        const writer = new OctetWriter();
        for (const value of values) writer.bits(value, width);
        writer.endBits();
        writer.octet(77);
        const reader = new OctetReader(writer.toOctets());

        expect(values.map(() => reader.bits(width))).toEqual(values);
        reader.endBits();
        expect(reader.octet()).toBe(77);
      }),
    );
  });
});

describe('a packed column', () => {
  it('is read back whatever it holds', () => {
    fc.assert(
      fc.property(fc.array(someColumn(20), { minLength: 1, maxLength: 4 }), (columns) => {
        const writer = new OctetWriter();
        const written: NullMemory = { present: null };
        for (const column of columns) writeColumn(writer, column, written);
        const reader = new OctetReader(writer.toOctets());
        const read: NullMemory = { present: null };

        expect(columns.map(() => readColumn(reader, 20, read))).toEqual(columns);
        expect(reader.isAtEnd).toBeTrue();
      }),
      { numRuns: 500 },
    );
  });

  it('is two octets or less where nothing happens', () => {
    for (const [value, size] of [
      [0, 1],
      [7, 2],
      [null, 1],
    ] as const) {
      const writer = new OctetWriter();
      writeColumn(writer, new Array<number | null>(60).fill(value), { present: null });
      expect(writer.toOctets().length).toBe(size);
    }
  });
});

describe('a sealed hour', () => {
  it('gives back every reading as it was, however irregular', () => {
    fc.assert(
      fc.property(someHour(), (samples) => {
        const sealed = sealHour(samples);

        expect(openHour(sealed)).toEqual(samples);
        expect([sealed.n, sealed.firstSlot]).toEqual([samples.length, samples[0]?.slot ?? 0]);
      }),
      { numRuns: 300 },
    );
  });

  it('says so when its body is cut short or goes on', () => {
    fc.assert(
      fc.property(someHour(), fc.nat(), (samples, place) => {
        const sealed = sealHour(samples);
        const cut = { ...sealed, body: sealed.body.slice(0, place % sealed.body.length) };
        const longer = { ...sealed, body: Uint8Array.from([...sealed.body, 0]) };

        expect(() => openHour(cut)).toThrowError(RangeError);
        expect(() => openHour(longer)).toThrowError(RangeError);
      }),
    );
  });

  it('answers garbage with numbers or a RangeError, and at once', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(5_000), fc.constantFrom(1, 2, 3), (body, n, version) => {
        try {
          expect(openHour({ n, firstSlot: HOUR, body: Uint8Array.from([version, ...body]) }).length).toBe(n);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('keeps a full hour of readings a second', () => {
    const samples = Array.from({ length: 3_600 }, (_, second) => aSample({ slot: HOUR + second }));

    expect(openHour(sealHour(samples))).toEqual(samples);
  });
});

function aSample(overrides: Partial<StoredSample> & Pick<StoredSample, 'slot'>): StoredSample {
  return {
    takenAt: overrides.slot * 1_000 + 40,
    status: 'OK',
    dtMs: 1_000,
    inBps: 8_000,
    outBps: 16_000,
    inOctets: 1_000,
    outOctets: 2_000,
    inErrors: 0,
    outErrors: 0,
    inDiscards: 0,
    outDiscards: 0,
    inPackets: 2,
    outPackets: 4,
    adminStatus: 1,
    operStatus: 1,
    lastChangeAt: null,
    fromTicks: null,
    toTicks: null,
    inCount: null,
    outCount: null,
    ...overrides,
  };
}

/** Numbers as they occur, and the odd ones that could. */
function someColumn(length: number): fc.Arbitrary<(number | null)[]> {
  const number = fc.oneof(
    fc.nat(3),
    fc.integer({ min: 1_000_000, max: 1_100_000 }),
    fc.maxSafeInteger(),
    fc.double({ noNaN: true }).map((value) => value + 0),
  );
  const kinds = [
    fc.constant(0),
    fc.constant(5),
    fc.nat(3),
    number,
    fc.option(number),
    fc.option(fc.nat(9)),
    fc.constant(null),
  ];
  return fc.oneof(...kinds.map((kind) => fc.array(kind, { minLength: length, maxLength: length })));
}

/** The readings of some slots of an hour: steady ones, silent ones, refused ones, with rates of P-RATE or of anybody. */
function someHour(): fc.Arbitrary<StoredSample[]> {
  const count = fc.option(fc.oneof(fc.nat(1_000), fc.nat(2_000_000_000), fc.maxSafeNat()), { freq: 8 });
  const rate = fc.option(
    fc.oneof(
      fc.nat(1_000_000),
      fc.double({ min: 0, noNaN: true }).map((value) => value + 0),
    ),
  );
  const sample = fc.record({
    status: fc.constantFrom('OK', 'OK', 'OK', 'GAP', 'NO_BASELINE', 'SOMETHING_NEW'),
    late: fc.integer({ min: -3_600_000, max: 3_600_000 }),
    dtMs: fc.option(fc.nat(10_800_000), { freq: 9 }),
    inOctets: count,
    outOctets: count,
    inErrors: count,
    outErrors: count,
    inDiscards: count,
    outDiscards: count,
    inPackets: count,
    outPackets: count,
    rates: fc.option(fc.tuple(rate, rate)),
    adminStatus: fc.option(fc.nat(3)),
    operStatus: fc.option(fc.nat(7)),
    lastChangeAt: fc.option(fc.maxSafeNat()),
    fromTicks: fc.option(fc.nat(2 ** 32 - 1)),
    toTicks: fc.option(fc.nat(2 ** 32 - 1)),
    inCount: count,
    outCount: count,
  });
  return fc.uniqueArray(fc.nat(3_599), { minLength: 1, maxLength: 40 }).chain((seconds) =>
    fc.array(sample, { minLength: seconds.length, maxLength: seconds.length }).map((rest) =>
      seconds
        .sort((one, other) => one - other)
        .flatMap((second, index) => {
          const found = rest[index];
          if (found === undefined) return [];
          const { late, rates, ...columns } = found;
          const slot = HOUR + second;
          const [inBps, outBps] = rates ?? [
            rateOf(columns.inOctets, columns.dtMs),
            rateOf(columns.outOctets, columns.dtMs),
          ];
          return [{ ...columns, slot, takenAt: slot * 1_000 + late, inBps, outBps }];
        }),
    ),
  );
}

function rateOf(octets: number | null, dtMs: number | null): number | null {
  return octets === null || dtMs === null || dtMs === 0 ? null : Math.round((octets * 8_000) / dtMs);
}
