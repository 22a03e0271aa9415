import { DomainError, type Reading, READING_COLUMNS } from '@linewatch/shared';
import { aBatch, aPackedBatch, aReading, aReadingWithoutRate } from '../../testing/test-batch.builder.js';
import { checkReadings, type CheckedReadings, namedPorts, openReadings, rowsOf } from './check-readings.js';

const NOW = Date.UTC(2026, 10, 21, 8, 0, 0);
const SLOT = NOW / 1_000;

function check(...readings: readonly Reading[]): CheckedReadings {
  return checkReadings(rowsOf(openReadings(aBatch(readings).readings)), (portId) => portId === 1 || portId === 2, NOW);
}

function reasonAgainst(wrong: Readonly<Record<string, unknown>>): string | undefined {
  const reading: Reading = { ...aReading({ portId: 1, slot: SLOT }), ...wrong };
  const { readings, aside } = check(reading, aReading({ portId: 2, slot: SLOT }));
  // The row beside it must never suffer.
  expect(readings.map(({ portId }) => portId)).toContain(2);
  return aside[0]?.reason;
}

describe('checkReadings', () => {
  it('takes good readings as they came', () => {
    const good = [aReading({ portId: 1, slot: SLOT }), aReadingWithoutRate({ portId: 2, slot: SLOT })];
    expect(check(...good)).toEqual({ readings: good, aside: [] });
  });

  for (const [reason, wrong] of [
    ['port-invalid', { portId: '1' }],
    ['port-invalid', { portId: 1.5 }],
    ['port-invalid', { portId: 3_000_000_000 }],
    ['port-unknown', { portId: 77 }],
    ['slot-invalid', { slot: -1 }],
    ['slot-invalid', { slot: null }],
    ['slot-far-from-time', { slot: SLOT - 3_700 }],
    ['time-invalid', { takenAt: NOW + 0.5 }],
    ['time-in-future', { takenAt: NOW + 5 * 60_000 + 1 }],
    ['too-late', { slot: SLOT - 8 * 86_400 - 1, takenAt: NOW - 8 * 86_400_000 }],
    ['status-invalid', { status: 'ok' }],
    ['status-invalid', { status: "OK'; DROP TABLE sample_chunk; --" }],
    ['dt-invalid', { dtMs: -1 }],
    ['rate-invalid', { inBps: -0.1 }],
    ['rate-invalid', { outBps: Number.NaN }],
    ['rate-invalid', { outBps: Number.POSITIVE_INFINITY }],
    ['delta-invalid', { inOctets: -1 }],
    ['delta-invalid', { inErrors: 2 ** 53 }],
    ['delta-invalid', { outDiscards: [1] }],
    ['rate-missing', { inBps: null }],
    ['rate-missing', { dtMs: null }],
    ['rate-missing', { dtMs: 0 }],
    ['rate-unexpected', { status: 'GAP' }],
    ['admin-status-invalid', { adminStatus: 4 }],
    ['oper-status-invalid', { operStatus: 8 }],
    ['oper-status-invalid', { operStatus: 'up' }],
    ['last-change-invalid', { lastChangeAt: -5 }],
    ['if-index-invalid', { ifIndex: 1.1 }],
    ['speed-invalid', { speedBps: -1 }],
    ['resume-invalid', { resume: 'x'.repeat(401) }],
    ['resume-invalid', { resume: { a: 1 } }],
  ] as const) {
    const [[name, value] = []] = Object.entries(wrong);
    it(`sets a row aside as ${reason} for ${String(name)} ${typeof value} ${String(value).slice(0, 40)}`, () => {
      expect(reasonAgainst(wrong)).toBe(reason);
    });
  }

  it('takes the first of two rows for one slot', () => {
    const { readings, aside } = check(
      aReading({ portId: 1, slot: SLOT, inOctets: 1 }),
      aReading({ portId: 1, slot: SLOT }),
    );
    expect(readings.map(({ inOctets }) => inOctets)).toEqual([1]);
    expect(aside).toEqual([{ row: 1, reason: 'slot-twice-in-batch' }]);
  });

  it('accepts a clock that is a little ahead', () => {
    expect(check(aReading({ portId: 1, slot: SLOT, takenAt: NOW + 5 * 60_000 })).aside).toEqual([]);
  });
});

function aBase64(octets: Uint8Array): string {
  return Buffer.from(octets).toString('base64');
}

describe('readRows', () => {
  it('refuses columns of different lengths, for no value then belongs to a row', () => {
    for (const name of READING_COLUMNS) {
      const batch = aBatch([aReading({ portId: 1, slot: SLOT })]);
      const readings = { ...batch.readings, [name]: [] };
      expect(() => openReadings(readings)).toThrowMatching(
        (error: unknown) => error instanceof DomainError && error.code === 'ingest.batch-malformed',
      );
    }
  });

  it('reads the packed form to the same rows', () => {
    const readings = [
      aReading({ portId: 1, slot: SLOT }),
      aReadingWithoutRate({ portId: 2, slot: SLOT, resume: '注记' }),
    ];

    expect(rowsOf(openReadings(aPackedBatch(readings).readings))).toEqual(
      rowsOf(openReadings(aBatch(readings).readings)),
    );
  });

  it('refuses octets that are no packed readings', () => {
    for (const packed of ['', 'AAAA', '!!', aBase64(Uint8Array.of(1, 255, 255, 255, 255, 15))]) {
      expect(() => openReadings({ packed, notes: '' })).toThrowMatching(
        (error: unknown) => error instanceof DomainError && error.code === 'ingest.batch-malformed',
      );
    }
  });

  it('takes a batch without any reading', () => {
    expect(rowsOf(openReadings(aBatch([]).readings)).length).toBe(0);
  });
});

describe('namedPorts', () => {
  it('names each port once and leaves out what cannot be one', () => {
    const readings = [1, 1, 2, '3', null, -1].map(
      (portId) => ({ ...aReading({ portId: 0, slot: SLOT }), portId }) as Reading,
    );
    expect(namedPorts(rowsOf(openReadings(aBatch(readings).readings)))).toEqual([1, 2]);
  });
});
