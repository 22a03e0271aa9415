import fc from 'fast-check';
import { readResume } from './baseline.js';
import { ALL_PACKETS, CELL, CELLS, COUNTER_CELLS, USUALLY_WIDE } from './port-cells.js';
import { writeResume } from './resume-note.js';

const word = fc.integer({ min: 0, max: 0xffff_ffff });
const counters = fc.array(fc.option(fc.record({ high: word, low: word })), { minLength: 8, maxLength: 8 });
const moment = fc.record({
  takenAt: fc.integer({ min: 0, max: Date.UTC(2100, 0) }),
  sysUpTime: word,
  discontinuity: word,
  engineBoots: fc.option(fc.integer({ min: 0, max: 2 ** 31 - 1 })),
});
const name = fc.string({ maxLength: 60 });

describe('the note of a reading', () => {
  it('brings the baseline back as it was, whatever the counters and names', () => {
    fc.assert(
      fc.property(moment, counters, name, name, (then, values, ifName, ifAlias) => {
        const cells = new Float64Array(CELLS).fill(NaN);
        cells[CELL.takenAt] = then.takenAt;
        cells[CELL.sysUpTime] = then.sysUpTime;
        cells[CELL.discontinuity] = then.discontinuity;
        cells[CELL.wide] = USUALLY_WIDE;
        for (const [place, cell] of COUNTER_CELLS.entries()) {
          const value = values[place] ?? null;
          const isWide = (USUALLY_WIDE & (1 << place)) !== 0;
          cells[cell] = value === null ? NaN : isWide ? value.high : 0;
          cells[cell + 1] = value === null ? NaN : value.low;
        }
        const read = readResume(writeResume(cells, 0, then.engineBoots, ifName, ifAlias));

        expect(read?.moment).toEqual({ ...then, ifName, ifAlias });
        expect(Object.values(read?.counters ?? {}).map((counter) => counter?.value ?? null)).toEqual(
          values.map((value, place) => {
            if (value === null) return null;
            const isWide = (USUALLY_WIDE & (1 << place)) !== 0;
            return (isWide ? BigInt(value.high) << 32n : 0n) + BigInt(value.low);
          }),
        );
      }),
    );
  });

  it('tells all packets from those to one, which are never compared with each other', () => {
    for (const kind of [0, ALL_PACKETS]) {
      const cells = new Float64Array(CELLS).fill(NaN);
      [cells[CELL.takenAt], cells[CELL.sysUpTime], cells[CELL.discontinuity]] = [1, 2, 0];
      cells[CELL.wide] = USUALLY_WIDE | kind;

      expect(readResume(writeResume(cells, 0, 7, 'ge-0/1', ''))?.countsAllPackets).toBe(kind !== 0);
    }
  });

  it('reads what earlier versions noted, and takes nothing else for a baseline', () => {
    const octets = Buffer.alloc(86);
    octets.writeUInt32BE(7, 4);
    octets[64] = 1;
    octets[65] = 1;
    octets.writeDoubleBE(1_795_300_000_000, 66);
    const older = readResume(`P${octets.toString('base64')}6.ge-0/1line`);

    expect(older?.counters.inOctets).toEqual({ value: 7n, width: 64 });
    expect(older?.moment).toEqual(jasmine.objectContaining({ ifName: 'ge-0/1', ifAlias: 'line' }));
    for (const text of ['', 'Q', 'Qabc', 'QAAAAAAAAAAAA.2.ab', 'Q////////////.1.a', 'Z', null]) {
      expect(readResume(text)).withContext(String(text)).toBeNull();
    }
  });
});
