import { SampleSeries } from '@linewatch/shared';
import { ManualClock } from '../../testing/manual-clock.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { aBatch, aReading } from '../../testing/test-batch.builder.js';
import { codeOf, type TestClient } from '../../testing/test-client.js';
import { aStoredLine, type StoredLine } from '../../testing/test-line.builder.js';

/** A new database on a machine that may be busy otherwise. */
const PATIENCE_MS = 180_000;
const INTERVAL_S = 10;
const TEN_YEARS_MS = 3_652 * 86_400_000;

describe('errors and discards of a line', () => {
  const clock = new ManualClock();
  let api: TestApi;
  let line: StoredLine;
  let engineer: TestClient;
  let begunS: number;

  beforeAll(async () => {
    api = await startTestApi({ clock });
  }, PATIENCE_MS);

  afterAll(() => api.close());

  beforeEach(async () => {
    clock.advance(3_600_000);
    line = await aStoredLine(api.database);
    engineer = await api.signedIn({ role: 'CUSTOMER_ENGINEER', scopeType: 'CUSTOMER', scopeId: line.customerId });
    begunS = INTERVAL_S * Math.ceil(clock.now() / 1_000 / INTERVAL_S);
    const counted = [
      { inErrors: 7, outErrors: 0, inDiscards: 0, outDiscards: 3 },
      { inErrors: 0, outErrors: 2, inDiscards: 40, outDiscards: 0 },
      { inErrors: 0, outErrors: 0, inDiscards: 0, outDiscards: 0 },
    ];
    const readings = counted.flatMap((counts, index) => {
      const slot = begunS + index * INTERVAL_S;
      return [aReading({ portId: line.portA, slot, ...counts }), aReading({ portId: line.portZ, slot })];
    });
    clock.advance(60_000);
    const answer = await api.collector().post('/api/v1/collector/batches', aBatch(readings));
    expect(answer.status).toBe(200);
  });

  const path = (fromMs: number, toMs: number, side = 'A'): string =>
    `/api/v1/circuits/${line.circuitId}/samples?from=${String(fromMs)}&to=${String(toMs)}&side=${side}`;
  const ofThat = async (side = 'A'): Promise<SampleSeries> =>
    SampleSeries.parse((await engineer.get(path(begunS * 1_000, (begunS + 30) * 1_000, side))).body);
  const sum = (column: readonly (number | null)[]): number => column.reduce<number>((all, one) => all + (one ?? 0), 0);

  it('are series of their own, each count where it was counted and at the end where it was (LIV4)', async () => {
    const { inErrors, outErrors, inDiscards, outDiscards } = await ofThat();
    expect(inErrors.filter((one) => one !== null)).toEqual([7, 0, 0]);
    expect([inErrors, outErrors, inDiscards, outDiscards].map(sum)).toEqual([7, 2, 40, 3]);
    const other = await ofThat('Z');
    expect([other.inErrors, other.outErrors, other.inDiscards, other.outDiscards].map(sum)).toEqual([0, 0, 0, 0]);
  });

  it('stay to be seen when the line has ended, and ten years of them are too much to ask for', async () => {
    const admin = await api.signedIn({ role: 'PLATFORM_ADMIN', scopeType: 'ALL' });
    const form = { action: 'terminate', reason: 'ordered', version: 1 };
    expect((await admin.post(`/api/v1/circuits/${line.circuitId}/steps`, form)).status).toBe(200);

    expect(sum((await ofThat()).inErrors)).toBe(7);
    expect(codeOf(await engineer.get(path(clock.now() - TEN_YEARS_MS, clock.now())))).toBe('chart.range-invalid');
    const after = SampleSeries.parse((await engineer.get(path(clock.now() + 1_000, clock.now() + 60_000))).body);
    expect([sum(after.inErrors), after.coverage]).toEqual([0, 0]);
  });
});
