import { aReading } from '../../testing/test-batch.builder.js';
import { bundledReadings } from './bundle-readings.js';
import type { PortSampleRow } from './sample-rows.js';

const rows = (portId: number, slots: readonly number[], inBps: number, more: Partial<PortSampleRow> = {}) =>
  slots.map((slot) => ({ ...aReading({ portId, slot, inBps, outBps: 1 }), ...more }));

describe('The readings of a bundle', () => {
  it('meet in the longest interval of its ports, each port with its mean', () => {
    const often = [...rows(1, [60, 70, 80], 30), ...rows(1, [90, 100, 110], 50)];
    const seldom = rows(2, [60, 120], 100, { dtMs: 60_000 });

    const sums = bundledReadings(
      [
        { rows: [...often, ...rows(1, [120], 10)], heardSince: 0 },
        { rows: seldom, heardSince: 0 },
      ],
      60,
    );

    expect(sums.map(({ slot, takenAt, inBps, outBps }) => [slot, takenAt, inBps, outBps])).toEqual([
      [60, 110_200, 140, 2],
      [120, 120_200, 110, 2],
    ]);
  });

  it('are none where one was not read or has no rate, and count from when each was first heard of', () => {
    const first = { rows: rows(1, [10, 20, 30, 40], 5), heardSince: 0 };
    const refused = rows(2, [30], 9).map((row) => ({ ...row, dtMs: null, inBps: null, outBps: null }));
    const second = { rows: [...refused, ...rows(2, [40], 9)], heardSince: 20 };
    const third = { rows: [], heardSince: undefined };

    expect(bundledReadings([first, second, third], 10).map(({ slot, inBps }) => [slot, inBps])).toEqual([
      [10, 5],
      [40, 14],
    ]);
    expect(bundledReadings([third, third], 10)).toEqual([]);
  });

  it('do not know what one of them did not count', () => {
    const counted = { rows: rows(1, [10], 5, { inErrors: 2, inPackets: 98 }), heardSince: 0 };
    const uncounted = { rows: rows(2, [10], 5, { inErrors: null, inPackets: 50 }), heardSince: 0 };
    expect(bundledReadings([counted, counted], 10)).toEqual([
      jasmine.objectContaining({ inErrors: 4, inPackets: 196 }),
    ]);
    expect(bundledReadings([counted, uncounted], 10)).toEqual([
      jasmine.objectContaining({ inErrors: null, inPackets: 148 }),
    ]);
  });
});
