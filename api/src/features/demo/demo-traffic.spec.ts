import { demoNetwork } from '@linewatch/shared/demo';
import { addSum, emptySum, firstSlot, PastTraffic } from './demo-traffic.js';

const [circuit] = demoNetwork().circuits;
const NOON_S = Date.UTC(2026, 10, 18, 4) / 1_000;
const OUTAGE = { from: (NOON_S + 60) * 1_000, to: (NOON_S + 180) * 1_000, kind: 'OUTAGE' } as const;

function traffic(
  side: 'A' | 'Z',
  own: ConstructorParameters<typeof PastTraffic>[2] = [],
  onTheWay: ConstructorParameters<typeof PastTraffic>[3] = own,
): PastTraffic {
  if (circuit === undefined) throw new Error('the demo has no circuit');
  return new PastTraffic(circuit, { side }, own, onTheWay);
}

describe('the traffic of the past', () => {
  it('is the sum of the readings of its bucket', () => {
    const sum = traffic('A').sum(NOON_S, 300, 60);
    const readings = [0, 60, 120, 180, 240].map((late) => traffic('A').reading(NOON_S + late, 60));

    expect(sum).toEqual(
      jasmine.objectContaining({
        bucket: NOON_S,
        n: 5,
        upN: 5,
        coveredMs: 300_000,
        inOctets: readings.reduce((octets, reading) => octets + (reading?.inOctets ?? 0), 0),
        inMax: Math.max(...readings.map((reading) => reading?.inBps ?? 0)),
        inMin: Math.min(...readings.map((reading) => reading?.inBps ?? 0)),
      }),
    );
    expect(sum?.inOctets).toBeGreaterThan(0);
    expect(sum?.inMax).toBeGreaterThanOrEqual(((sum?.inOctets ?? 0) * 8) / 300);
    expect(sum?.inMax).toBeLessThanOrEqual(circuit?.contractedBps ?? 0);
  });

  it('at one end enters what leaves at the other', () => {
    const a = traffic('A').sum(NOON_S, 300, 60);
    const z = traffic('Z').sum(NOON_S, 300, 60);

    expect([z?.inOctets, z?.outOctets]).toEqual([a?.outOctets, a?.inOctets]);
  });

  it('is nothing while the line is cut, and the port is down at the end that failed only', () => {
    expect(traffic('A', [OUTAGE]).reading(NOON_S + 120, 60)).toEqual(
      jasmine.objectContaining({ isUp: false, inBps: 0, outOctets: 0 }),
    );
    expect(traffic('Z', [], [OUTAGE]).reading(NOON_S + 120, 60)).toEqual(
      jasmine.objectContaining({ isUp: true, inBps: 0, outOctets: 0 }),
    );
    expect(traffic('A', [OUTAGE]).sum(NOON_S, 300, 60)).toEqual(jasmine.objectContaining({ n: 5, upN: 3, inMin: 0 }));
  });

  it('is not known while nobody could look, and flows at the other end', () => {
    const silent = { ...OUTAGE, kind: 'NO_DATA' } as const;

    expect(traffic('A', [silent]).reading(NOON_S + 120, 60)).toBeUndefined();
    expect(traffic('A', [silent]).sum(NOON_S, 300, 60)?.n).toBe(3);
    expect(traffic('A', [{ ...silent, from: 0, to: Number.MAX_SAFE_INTEGER }]).sum(NOON_S, 300, 60)).toBeUndefined();
    expect(traffic('Z', [], [silent]).reading(NOON_S + 120, 60)?.inBps).toBeGreaterThan(0);
  });

  it('adds up to coarser buckets exactly', () => {
    const hour = emptySum(NOON_S);
    const fine = Array.from({ length: 12 }, (_, index) => traffic('A').sum(NOON_S + index * 300, 300, 60));
    for (const sum of fine) if (sum !== undefined) addSum(hour, sum);

    const once = traffic('A').sum(NOON_S, 3_600, 60);
    expect(hour).toEqual(once ?? emptySum(0));
    expect(hour.n).toBe(60);
  });

  it('has its readings at multiples of the interval', () => {
    expect([firstSlot(300, 7), firstSlot(301, 7), firstSlot(308, 7)]).toEqual([301, 301, 308]);
  });
});
