import type { LineFacts } from '@linewatch/shared';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { aStoredLine, bundledPort, type LineOptions, type StoredLine } from '../../testing/test-line.builder.js';
import { type BucketRow, RollupRepository } from '../telemetry/index.js';
import { ComparisonRepository } from './comparison.repository.js';

/** A new database on a machine that may be busy otherwise. */
const PATIENCE_MS = 180_000;
const BUCKET_S = 300;
const BEGIN_S = 1_795_190_400;
const HOUR = { from: BEGIN_S * 1_000, to: (BEGIN_S + 3_600) * 1_000 };

describe('How a line did before and after a work', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await startTestApi();
  }, PATIENCE_MS);

  afterAll(() => api.close());

  /** A line of 100 Mbit/s. */
  const aLine = (options: Partial<LineOptions> = {}): Promise<StoredLine> => aStoredLine(api.database, options);

  /** Five minutes after five minutes from the begin of the hour on, Mbit/s in and out. */
  async function carried(portId: number, rates: readonly (readonly [number, number])[], errors = 0): Promise<void> {
    const rows = rates.map(([into, out], slot) =>
      bucket(portId, BEGIN_S + slot * BUCKET_S, into * 1e6, out * 1e6, errors),
    );
    const rollups = api.app.get(RollupRepository, { strict: false });
    await api.database.transaction((tx) => rollups.save(tx, '5m', rows));
  }

  async function factsOf({ circuitId }: StoredLine): Promise<LineFacts | undefined> {
    return (await api.app.get(ComparisonRepository, { strict: false }).factsOf([circuitId], HOUR)).get(circuitId);
  }

  it('is told by the end that stands for it: what enters there leaves at the other one', async () => {
    const line = await aLine();
    await carried(line.portA, [[80, 10]]);
    await carried(line.portZ, [[10, 80]], 30);
    // 30 in 6.75 thousand million octets: errors are counted wherever they are.
    expect(await factsOf(line)).toEqual(jasmine.objectContaining({ utilisation: 80, errors: 0.44 }));

    const onlyZ = await aLine({ unmonitored: ['A'] });
    await carried(onlyZ.portZ, [[10, 60]]);
    expect((await factsOf(onlyZ))?.utilisation).toBe(60);
  });

  it('is told by what all ports of an end carry together (MNT5)', async () => {
    const line = await aLine();
    const second = await bundledPort(api.database, line);
    await carried(line.portA, [
      [40, 5],
      [20, 5],
    ]);
    await carried(second, [
      [30, 5],
      [40, 5],
    ]);
    expect((await factsOf(line))?.utilisation).toBe(65);
  });

  it('says nothing of the time in which one of them was not read', async () => {
    const line = await aLine();
    const second = await bundledPort(api.database, line);
    await carried(line.portA, [
      [40, 5],
      [20, 5],
      [20, 5],
    ]);
    await carried(second, [[30, 5]]);
    expect((await factsOf(line))?.utilisation).toBe(70);

    const silent = await aLine();
    await carried(await bundledPort(api.database, silent), []);
    await carried(silent.portA, [[25, 5]]);
    expect((await factsOf(silent))?.utilisation)
      .withContext('the other port was never read')
      .toBe(25);
    expect(await factsOf(await aLine())).toEqual(jasmine.objectContaining({ utilisation: null, errors: null }));
  });
});

function bucket(portId: number, at: number, inBps: number, outBps: number, inErrors: number): BucketRow {
  const none = { outErrors: 0, inDiscards: 0, outDiscards: 0, nullN: 0 };
  const rates = { inMax: inBps, inMin: inBps, outMax: outBps, outMin: outBps };
  const octets = { inOctets: (inBps * BUCKET_S) / 8, outOctets: (outBps * BUCKET_S) / 8 };
  return { portId, bucket: at, n: 5, upN: 5, coveredMs: BUCKET_S * 1_000, inErrors, ...none, ...octets, ...rates };
}
