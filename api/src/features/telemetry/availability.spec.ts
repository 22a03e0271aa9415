import { randomUUID } from 'node:crypto';
import { AvailabilityQuery, type AvailabilityTable } from '@linewatch/shared';
import { makeScope, type Scope } from '../../platform/auth/scope.js';
import { openTestDatabase, type TestDatabase } from '../../testing/test-database.js';
import { type StoredLine, storedLines } from '../../testing/test-line.builder.js';
import { AvailabilityRepository } from './availability.repository.js';
import { AvailabilityService } from './availability.service.js';
import { day } from './buckets.js';
import { RollupRepository } from './rollup.repository.js';

const FIRST = day(Date.UTC(2026, 9, 5) / 1_000);
const DAY_S = 86_400;
const FROM = FIRST * 1_000;

describe('AvailabilityService', () => {
  let test: TestDatabase;
  let availability: AvailabilityService;
  let lines: StoredLine[];
  let rival: StoredLine;
  let own: Scope;

  beforeAll(async () => {
    test = await openTestDatabase();
    availability = new AvailabilityService(new AvailabilityRepository(test.database));
    lines = await storedLines(test.database, 3);
    [rival] = (await storedLines(test.database, 1)) as [StoredLine];
    own = makeScope({ kind: 'customer', customerId: lines[0]?.customerId ?? '' });
    const ports = [...lines, rival].flatMap(({ portA, portZ }) => [portA, portZ]);
    const rows = ports.flatMap((portId) =>
      [0, 1, 2].map((index) => ({
        ...{ portId, bucket: FIRST + index * DAY_S, n: 1_430, nullN: 10, upN: 1_400 + index },
        ...{ coveredMs: 85_800_000, inOctets: 1, outOctets: 1, inMax: 1, inMin: 1, outMax: 1, outMin: 1 },
        ...{ inErrors: 0, outErrors: 0, inDiscards: 0, outDiscards: 0 },
      })),
    );
    await test.database.transaction((tx) => new RollupRepository(test.database).save(tx, '1d', rows));
  });

  afterAll(() => test.close());

  function table(scope: Scope, more: object = {}): Promise<AvailabilityTable> {
    const to = FROM + 2 * DAY_S * 1_000;
    return availability.table(scope, AvailabilityQuery.parse({ from: FROM, to, ...more }));
  }

  it('adds up the days that the range touches, an end a row', async () => {
    const found = await table(own);

    expect(found.circuitId.length).toBe(6);
    expect(new Set(found.circuitId)).toEqual(new Set(lines.map(({ circuitId }) => circuitId)));
    expect([found.side[0], found.side[1], found.next]).toEqual(['A', 'Z', null]);
    expect([found.readings[0], found.upReadings[0], found.coveredS[0]]).toEqual([2_880, 2_801, 171_600]);
  });

  it('is read within the scope only', async () => {
    expect(new Set((await table(makeScope({ kind: 'all' }))).circuitId).size).toBe(4);
    expect((await table(own)).circuitId).not.toContain(rival.circuitId);
    expect((await table(makeScope({ kind: 'customer', customerId: randomUUID() }))).circuitId).toEqual([]);
    const oneSite = { customerId: rival.customerId, siteIds: [rival.siteA] };
    expect((await table(makeScope({ kind: 'sites', ...oneSite }))).circuitId).toEqual([
      rival.circuitId,
      rival.circuitId,
    ]);
  });

  it('is read in parts, each circuit once', async () => {
    const all: string[] = [];
    let next: string | null | undefined;
    do {
      const part: AvailabilityTable = await table(own, { limit: 2, ...(next !== undefined && { after: next }) });
      all.push(...part.circuitId);
      ({ next } = part);
    } while (next !== null);

    expect(all).toEqual((await table(own)).circuitId);
  });

  it('refuses a range that is none', async () => {
    await expectAsync(table(own, { from: FROM, to: FROM })).toBeRejectedWith(
      jasmine.objectContaining({ code: 'chart.range-invalid' }),
    );
  });
});
